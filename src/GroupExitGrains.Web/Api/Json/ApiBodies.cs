using System.Text.Json;
using System.Text.Json.Serialization;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Api;

/// <summary>How the API's small bodies are read: what nothing reads is a mistake.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    PropertyNameCaseInsensitive = false,
    AllowDuplicateProperties = false,
    Converters = [typeof(KebabConverter<AdminRole>), typeof(KebabConverter<DeliveryMode>), typeof(KebabConverter<EntryKind>)])]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(RedeliverRequest))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(SubscriptionPatch))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(ReplayRequest))]
internal sealed partial class ApiBodies : JsonSerializerContext;
