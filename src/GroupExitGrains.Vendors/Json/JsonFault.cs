namespace GroupExitGrains.Vendors.Json;

/// <summary>What is wrong with a body.</summary>
/// <param name="Cause">A kebab-case word.</param>
/// <param name="Detail">Which field, and how.</param>
internal sealed record JsonFault(string Cause, string Detail);
