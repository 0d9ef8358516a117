global using GroupExitGrains.Membership.Tests.Fixtures;
