package wechat

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	_ "github.com/silenceper/wechat/v2" // whose init turns everybody's logrus to Debug on stdout
	"github.com/silenceper/wechat/v2/officialaccount/config"
	sdk "github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/officialaccount/server"
	"github.com/sirupsen/logrus"
	"github.com/stretchr/testify/require"

	"shuangyong/wechat/simulator"
)

// What a person says and is, none of which may ever be printed.
var private = []string{"我叫张三丰", "13812345678", "11010519491231002X", alice, "31.234567", "东街1号"}

// Trap 3: the SDK logs whole messages. This runs a program that receives, answers, fails and logs everything it can, and reads all that it printed.
func TestTrap3NothingOfAPersonReachesALog(t *testing.T) {
	if os.Getenv("SY_WECHAT_LOG_CHILD") != "" {
		talkative(t)
		return
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTrap3NothingOfAPersonReachesALog$", "-test.v")
	child.Env = append(os.Environ(), "SY_WECHAT_LOG_CHILD=1")
	out, err := child.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "the child has spoken")
	for _, p := range append(private, testSecret, realToken, testKey) {
		require.NotContains(t, string(out), p)
	}
}

// talkative does what a program does with messages, good and bad, and logs every value and error on the way.
func talkative(t *testing.T) {
	log := slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelDebug}))
	base := api(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"errcode":40003,"errmsg":"invalid openid %s, token %s"}`, alice, realToken)
	})
	r := newRig(t, func(o *Options) { o.Log, o.APIBase = log, base })
	words := strings.Join(private, " ")
	for _, m := range []simulator.Message{simulator.Text(alice, words), simulator.Voice(alice, words), simulator.Location(alice, 31.234567, 121.4, "东街1号"), simulator.Click(alice, "human")} {
		q, body := r.request(t, m)
		in, e, err := r.gateway.Open(q, body)
		log.Info("opened", "in", in, "from", in.From, "text", in.Text, "place", in.Place, "error", err)
		log.Info("all", "envelope", e, "gateway", r.gateway, "options", r.options)
		fmt.Printf("%v %+v %#v %v %+v %#v %+v %+v\n", in, in, in.Text, in.From, e, e, r.gateway, r.options)
		_, _, err = r.gateway.Open(q, body[:len(body)-9])
		log.Info("broken", "error", err)
		q.Set("signature", "0")
		_, _, err = r.gateway.Open(q, body)
		log.Info("forged", "error", err)
	}
	q, body := r.sealRaw("<xml><FromUserName>" + alice + "</FromUserName><Content>" + words)
	_, _, err := r.gateway.Open(q, body)
	log.Info("unreadable", "error", err)
	log.Info("sent", "error", r.gateway.SendText(context.Background(), alice, words), "reply", TextReply(words))
	bare(t, r, words)
	fmt.Println("the child has spoken")
}

// bare sends a message through the SDK's own server, which logs it whole at Debug.
func bare(t *testing.T, r *rig, words string) {
	t.Helper()
	q, body := r.request(t, simulator.Text(alice, words))
	s := server.NewServer(&sdk.Context{Config: &config.Config{AppID: testApp, Token: testToken, EncodingAESKey: testKey}})
	s.Request = httptest.NewRequest(http.MethodPost, "/?"+url.Values(q).Encode(), strings.NewReader(string(body)))
	s.Writer = httptest.NewRecorder()
	s.SetMessageHandler(func(m *message.MixMessage) *message.Reply {
		require.Equal(t, words, m.Content)
		return &message.Reply{MsgType: message.MsgTypeText, MsgData: message.NewText(m.Content)}
	})
	require.NoError(t, s.Serve())
	require.NoError(t, s.Send())
	logrus.Error(words)
}

func TestTrap3TheSDKsLoggerIsSilent(t *testing.T) {
	require.Equal(t, io.Discard, logrus.StandardLogger().Out)
	require.Equal(t, logrus.PanicLevel, logrus.GetLevel())
}
