using System.Xml.Linq;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Console;

/// <summary>
/// Where the keys are kept that sessions are encrypted with: in the data directory, so that a restart ends no session. Where
/// that cannot be written they live as long as this process.
/// </summary>
internal static partial class SessionKeys
{
    private const string Folder = "session-keys";

    public static void AddSessionKeys(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddOptions<KeyManagementOptions>().Configure<IHostEnvironment, GroupExitOptions, ILoggerFactory>(
            (keys, environment, options, loggers) => keys.XmlRepository = Open(
                Path.Combine(environment.ContentRootPath, options.DataDirectory, Folder), loggers));
    }

    private static IXmlRepository Open(string path, ILoggerFactory loggers)
    {
        try
        {
            // Who reads these can make a session: the folder is as private as the admin key beside it.
            var directory = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(path)
                : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using (File.Create(Path.Combine(path, $".{Guid.NewGuid():N}"), bufferSize: 1, FileOptions.DeleteOnClose))
            {
                return new FileSystemXmlRepository(directory, loggers);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogInMemory(loggers.CreateLogger(typeof(SessionKeys)), path, fault.Message);
            return new InMemory();
        }
    }

    [LoggerMessage(340, LogLevel.Warning, "Sessions of the console end with this process: {Path} cannot be written ({Why})")]
    private static partial void LogInMemory(ILogger logger, string path, string why);

    private sealed class InMemory : IXmlRepository
    {
        private readonly Lock _gate = new();
        private readonly List<XElement> _elements = [];

        public IReadOnlyCollection<XElement> GetAllElements()
        {
            lock (_gate)
            {
                return [.. _elements.Select(element => new XElement(element))];
            }
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            lock (_gate)
            {
                _elements.Add(new XElement(element));
            }
        }
    }
}
