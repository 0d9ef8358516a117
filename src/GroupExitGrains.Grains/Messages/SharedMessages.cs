using GroupExitGrains.Membership;
using Orleans.Serialization.Cloning;

namespace GroupExitGrains.Grains;

// Messages are immutable, so grains of one silo share them instead of copying.

[RegisterCopier]
internal sealed class CallbackCopier : ShallowCopier<Callback>;

[RegisterCopier]
internal sealed class ReceiptCopier : ShallowCopier<Receipt>;

[RegisterCopier]
internal sealed class GroupSummaryCopier : ShallowCopier<GroupSummary>;

[RegisterCopier]
internal sealed class MemberCopier : ShallowCopier<Member>;

[RegisterCopier]
internal sealed class PageCopier<T> : ShallowCopier<Page<T>>;

[RegisterCopier]
internal sealed class AuditQueryCopier : ShallowCopier<AuditQuery>;

[RegisterCopier]
internal sealed class VerificationCopier : ShallowCopier<Verification>;

[RegisterCopier]
internal sealed class UserSummaryCopier : ShallowCopier<UserSummary>;

[RegisterCopier]
internal sealed class JournalUnavailableCopier : ShallowCopier<JournalUnavailableException>;

[RegisterCopier]
internal sealed class JournalDamagedCopier : ShallowCopier<JournalDamagedException>;
