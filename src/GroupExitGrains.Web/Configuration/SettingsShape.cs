using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using GroupExitGrains.Web.Api;
using Microsoft.Extensions.Configuration;

namespace GroupExitGrains.Web.Configuration;

/// <summary>
/// Holds configured keys and values against the options they are bound to. The binder ignores what it does not know,
/// and says of a value it cannot read only where its class is.
/// </summary>
internal static class SettingsShape
{
    /// <summary>Fails on the first key that is no setting and on the first value that its setting cannot have.</summary>
    /// <exception cref="ConfigurationFaultException">There is one.</exception>
    public static void Check(IConfigurationSection section, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || type.IsValueType)
        {
            CheckValue(section, type);
            return;
        }

        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new ConfigurationFaultException(
                $"{section.Path} is a {(ItemOf(type, typeof(List<>)) is null ? "section" : "list")}, not a single value");
        }

        foreach (var child in section.GetChildren())
        {
            Check(child, TypeOf(child, type));
        }
    }

    private static Type TypeOf(IConfigurationSection child, Type parent)
    {
        if (ItemOf(parent, typeof(Dictionary<,>)) is { } named)
        {
            return named;
        }

        if (ItemOf(parent, typeof(List<>)) is { } item)
        {
            return int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? item
                : throw new ConfigurationFaultException($"{child.Path} is not a setting; items of a list are numbered from 0");
        }

        var settings = Array.FindAll(
            parent.GetProperties(BindingFlags.Public | BindingFlags.Instance),
            property => property.CanWrite || property.PropertyType.IsGenericType);
        if (Array.Find(settings, s => s.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } setting)
        {
            return setting.PropertyType;
        }

        var meant = NearestName.Of(child.Key, settings.Select(s => s.Name));
        throw new ConfigurationFaultException(
            meant is null ? $"{child.Path} is not a setting" : $"{child.Path} is not a setting; did you mean {meant}?");
    }

    private static Type? ItemOf(Type type, Type collection) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == collection ? type.GetGenericArguments()[^1] : null;

    private static void CheckValue(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any())
        {
            throw new ConfigurationFaultException($"{section.Path} is a single value, not a section or list");
        }

        if (type != typeof(string) && !IsValueOf(section.Value, type))
        {
            throw new ConfigurationFaultException($"{section.Path} is '{section.Value}'; must be {Describe(type)}");
        }
    }

    private static bool IsValueOf(string? value, Type type)
    {
        // The framework's converters take '5' for five days and for the sixth name of an enumeration.
        if (type == typeof(TimeSpan))
        {
            return TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out _) && value.Contains(':', StringComparison.Ordinal);
        }

        // Without an offset it would be of whatever zone this machine is in.
        if (type == typeof(DateTimeOffset))
        {
            return value is [.., 'Z'] or [.., '+' or '-', _, _, ':', _, _] && TimeText.TryRead(value, out _);
        }

        return type.IsEnum
            ? Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase)
            : value is not null && TypeDescriptor.GetConverter(type).IsValid(value);
    }

    private static string Describe(Type type) =>
        type.IsEnum ? string.Join(" or ", Enum.GetNames(type))
        : type == typeof(TimeSpan) ? "a time as hh:mm:ss"
        : type == typeof(DateTimeOffset) ? "a time as 2026-11-22T13:00:00Z"
        : type == typeof(bool) ? "true or false"
        : type == typeof(double) ? "a number"
        : "a whole number";
}
