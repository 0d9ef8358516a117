using GroupExitGrains.Membership;

namespace GroupExitGrains.Cluster.Tests.Messages;

/// <summary>A callback as a later release might send it: with fields that this one has not heard of, without optional ones.</summary>
[GenerateSerializer]
[Alias("groupexit.test.newer-callback")]
internal struct NewerCallback
{
    [Id(0)]
    public Guid Id;

    [Id(1)]
    public string Source;

    [Id(2)]
    public string Command;

    [Id(4)]
    public DateTimeOffset ReceivedAt;

    [Id(7)]
    public byte[] Request;

    [Id(8)]
    public GroupChange Change;

    [Id(20)]
    public string Region;

    [Id(21)]
    public string[] Hops;
}
