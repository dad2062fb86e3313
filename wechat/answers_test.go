package wechat

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/wechat/simulator"
)

// answering is a program that answers everything with the words.
func answering(t *testing.T, g *Gateway, words string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // it hung up
		}
		_, e, err := g.Open(r.URL.Query(), body)
		if err != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, answer, err := e.Seal(TextReply(words))
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		_, _ = w.Write(answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// What Tencent checks in an answer holds of ours, whatever was asked, also while the owner changes the key.
func TestAnswersToEveryMessageAreGoodEnoughForTencent(t *testing.T) {
	for name, mode := range map[string]simulator.Mode{"plain": simulator.ModePlain, "compatible": simulator.ModeCompatible, "safe": simulator.ModeSafe} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, func(o *Options) {
				if mode == simulator.ModePlain {
					o.AESKey = ""
				} else {
					o.AESKey, o.AESKeyPrevious = testKey2, testKey
				}
			})
			s, err := simulator.New(simulator.Options{
				Official: simulator.App{ID: testApp, Token: testToken, AESKey: testKey, Mode: mode, Callback: answering(t, r.gateway, "您好 ]]> <b>&")}, Clock: r.clock,
			})
			require.NoError(t, err)
			for _, rotating := range []bool{false, true} {
				if rotating && mode != simulator.ModePlain {
					require.NoError(t, s.RotateKey(simulator.Official, testKey2))
				}
				for _, sample := range simulator.Samples(alice) {
					if sample.To != simulator.Official || sample.Event == EventAuthorizationRevoke { // to WeChat itself nobody answers
						continue
					}
					d, err := s.Push(t.Context(), sample.Message)
					require.NoError(t, err, sample.Name)
					require.Equal(t, "您好 ]]> <b>&", d.Text(), sample.Name)
				}
			}
		})
	}
}
