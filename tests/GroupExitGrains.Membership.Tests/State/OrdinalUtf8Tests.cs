using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace GroupExitGrains.Membership.Tests.State;

public sealed class OrdinalUtf8Tests
{
    private static readonly string[] s_letters =
        ["", "a", "b", "~", "\u0080", "é", "\u07FF", "\u0800", "群", "\uD7FF", "\uE000", "\uFFFD", "\uFFFF", "\U00010000", "😀", "\U0010FFFF"];

    [Fact]
    public void Order_IsThatOfTheStrings() =>
        Prop.ForAll(Arb.From(Text.Two()), texts =>
        {
            var order = OrdinalUtf8.Compare(Encoding.UTF8.GetBytes(texts.Item1), Encoding.UTF8.GetBytes(texts.Item2));

            Math.Sign(order).ShouldBe(Math.Sign(string.CompareOrdinal(texts.Item1, texts.Item2)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithQuietOnSuccess(true));

    private static Gen<string> Text { get; } = Gen.Elements(s_letters).ArrayOf(4).Select(string.Concat);
}
