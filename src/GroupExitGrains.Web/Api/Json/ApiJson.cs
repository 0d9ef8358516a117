using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace GroupExitGrains.Web.Api;

/// <summary>How the API's answers are written, worked out when this was compiled.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CallbackView))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(NewKeyView))]
[JsonSerializable(typeof(PageView<ActionView>))]
[JsonSerializable(typeof(PageView<KeyView>))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayView))]
[JsonSerializable(typeof(ReplaysView))]
[JsonSerializable(typeof(EntryView))]
[JsonSerializable(typeof(GroupView))]
[JsonSerializable(typeof(ImportView))]
[JsonSerializable(typeof(MemberView))]
[JsonSerializable(typeof(IReadOnlyList<MemberView>))]
[JsonSerializable(typeof(PageView<EntryView>))]
[JsonSerializable(typeof(PageView<GroupView>))]
[JsonSerializable(typeof(PageView<MemberView>))]
[JsonSerializable(typeof(PageView<RejectionView>))]
[JsonSerializable(typeof(PageView<SourceView>))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(RejectionView))]
[JsonSerializable(typeof(SpoolView))]
[JsonSerializable(typeof(StatsView))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(VerificationView))]
internal sealed partial class ApiJson : JsonSerializerContext;
