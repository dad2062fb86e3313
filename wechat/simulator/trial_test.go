package simulator

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A trial meets what the program would meet: nobody heard of for days, nothing accepted, a cut connection, a token that ended.
func TestATrialIsDeliveredOrRefusedLikeTheProgramsOwn(t *testing.T) {
	s, _ := newSimulator(t, nil, func(o *Options) { o.Mini = App{ID: "wxmini", Secret: "secret", Token: testToken, AESKey: testKey} })
	try := func(which Trial) int {
		answer := s.Try(t.Context(), which, alice)
		require.True(t, answer.Answered)
		return answer.Code
	}
	require.Equal(t, 45015, try(TrialCustom))
	s.Touch(Text(alice, "你好"))
	require.Zero(t, try(TrialCustom))
	require.Zero(t, try(TrialTemplate))
	require.Equal(t, 43101, try(TrialSubscribe))
	s.Accept(alice, "demo-mini-appointment", 1)
	require.Zero(t, try(TrialSubscribe))
	require.Equal(t, 43101, try(TrialSubscribe))
	require.Len(t, s.Sent(alice), 3)
	entries, _ := s.Entries(0)
	require.Len(t, entries, 3, "the phone shows them")

	for kind, answered := range map[TroubleKind]bool{TroubleHangUp: false, TroubleGarbage: false, TroubleError: true} {
		for _, path := range []string{"/cgi-bin/stable_token", "/cgi-bin/message/template/send"} {
			s.Make(Trouble{Path: path, Kind: kind, Code: 40001, Times: 1})
			answer := s.Try(t.Context(), TrialTemplate, alice)
			require.Equal(t, answered, answer.Answered, "%s %s", kind, path)
			require.Equal(t, answered, answer.Code == 40001)
		}
	}
	require.Len(t, s.Sent(alice), 3)
}

func TestATrialNeedsItsAccount(t *testing.T) {
	s, _ := newSimulator(t, nil)
	require.Equal(t, 40013, s.Try(t.Context(), TrialSubscribe, alice).Code)
}
