namespace GroupExitGrains.Journal.Spool.Disk;

/// <summary>The spool's folder, held by one process. What fails throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
internal interface ISpoolFolder : IDisposable
{
    /// <summary>The names of the files in it.</summary>
    IReadOnlyList<string> List();

    /// <summary>Opens a file, making it if it is not there.</summary>
    ISpoolFile OpenFile(string name);

    void Delete(string name);

    void Rename(string name, string newName);

    /// <summary>Makes durable which files there are, as <see cref="ISpoolFile.Flush"/> does what is in one.</summary>
    void Flush();
}

/// <summary>A file of the spool. What is written is durable after <see cref="Flush"/> and not before.</summary>
internal interface ISpoolFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads as much as there is, at most all of the destination.</summary>
    int Read(Span<byte> destination, long offset);

    void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, long offset);

    void Truncate(long length);

    void Flush();
}
