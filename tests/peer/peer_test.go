//go:build peer

// Package peer_test lets npm implementations of WeChat's cryptography, callbacks and API, written by others, talk with the gateway and the simulator. It
// needs node and `npm ci` in this directory: go test -tags peer ./tests/peer
package peer_test

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
	"shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

const (
	app   = "wxb11529c136998cb6"
	key   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	token = "AAAAA"
	alice = "oAAAA1234567890abcdefghijklm"
	now   = 1795399200
)

var libraries = []string{"@wecom/crypto", "wechat-crypto"}

type request struct {
	Library   string  `json:"library"`
	Token     string  `json:"token"`
	Key       string  `json:"key"`
	App       string  `json:"app"`
	Timestamp string  `json:"timestamp"`
	Nonce     string  `json:"nonce"`
	Message   *string `json:"message,omitempty"`
	Random    string  `json:"random,omitempty"`
	Encrypt   string  `json:"encrypt,omitempty"`
}

type answer struct {
	Encrypt      string `json:"encrypt"`
	Signature    string `json:"signature"`
	MsgSignature string `json:"msg_signature"`
	Message      string `json:"message"`
	ID           string `json:"id"`
}

// start runs the node peer; ask sends it one request and waits for the answer.
func start(t *testing.T) (ask func(r request) answer) {
	t.Helper()
	node, err := exec.LookPath("node")
	require.NoError(t, err, "node is needed for the peer tests")
	require.DirExists(t, "node_modules", "run npm ci in tests/peer first")
	cmd := exec.CommandContext(t.Context(), node, "--no-deprecation", "peer.js")
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	lines := bufio.NewReader(out)
	return func(r request) answer {
		r.Token, r.Key, r.App = token, key, app
		require.NoError(t, json.NewEncoder(in).Encode(r))
		line, err := lines.ReadBytes('\n')
		require.NoError(t, err)
		var a answer
		require.NoError(t, json.Unmarshal(line, &a))
		return a
	}
}

func newGateway(t *testing.T) *wechat.Gateway {
	t.Helper()
	g, err := wechat.New(wechat.Options{AppID: app, Token: token, AESKey: key, Clock: clock.Stopped(time.Unix(now, 0))})
	require.NoError(t, err)
	t.Cleanup(g.Close)
	return g
}

// deliver brings the peer's message to the gateway.
func deliver(g *wechat.Gateway, a answer, timestamp, nonce string) (wechat.Inbound, wechat.Envelope, error) {
	query := url.Values{"timestamp": {timestamp}, "nonce": {nonce}, "signature": {a.Signature}, "msg_signature": {a.MsgSignature}, "encrypt_type": {"aes"}}
	return g.Open(query, []byte("<xml><ToUserName><![CDATA[gh_x]]></ToUserName><Encrypt><![CDATA["+a.Encrypt+"]]></Encrypt></xml>"))
}

func TestPeersMessagesAreReadAndAnswered(t *testing.T) {
	ask, g := start(t), newGateway(t)
	for _, library := range libraries {
		rapid.Check(t, func(rt *rapid.T) {
			words := rapid.StringMatching(`[a-z0-9 \p{Han}]{1,300}`).Draw(rt, "words")
			timestamp, nonce := fmt.Sprint(now), rapid.StringMatching(`[1-9][0-9]{5,9}`).Draw(rt, "nonce")
			message := "<xml><ToUserName>gh_x</ToUserName><FromUserName>" + alice + "</FromUserName><CreateTime>" + timestamp +
				"</CreateTime><MsgType>text</MsgType><Content><![CDATA[" + words + "]]></Content><MsgId>7</MsgId></xml>"
			made := ask(request{Library: library, Timestamp: timestamp, Nonce: nonce, Message: &message})
			in, envelope, err := deliver(g, made, timestamp, nonce)
			require.NoError(rt, err)
			require.Equal(rt, words, in.Text.Reveal())
			require.Equal(rt, alice, in.From.Reveal())

			_, sealed, err := envelope.Seal(wechat.TextReply("收到：" + words))
			require.NoError(rt, err)
			var e struct{ Encrypt, MsgSignature, TimeStamp, Nonce string }
			require.NoError(rt, xml.Unmarshal(sealed, &e))
			opened := ask(request{Library: library, Timestamp: e.TimeStamp, Nonce: e.Nonce, Encrypt: e.Encrypt})
			require.Equal(rt, opened.MsgSignature, e.MsgSignature)
			require.Equal(rt, app, opened.ID)
			require.Contains(rt, opened.Message, "收到："+words)
			require.Contains(rt, opened.Message, alice)
		})
	}
}

func TestPeersAgreeOnThePublishedVector(t *testing.T) {
	ask := start(t)
	message := "我是中文abcd123"
	made := ask(request{Library: "@wecom/crypto", Timestamp: "1714036504", Nonce: "1514711492", Message: &message, Random: "aaaabbbbccccdddd"})
	require.Equal(t, "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==", made.Encrypt)
	require.Equal(t, "f464b24fc39322e44b38aa78f5edd27bd1441696", made.Signature)
	for _, library := range libraries {
		opened := ask(request{Library: library, Timestamp: "1714036504", Nonce: "1514711492", Encrypt: made.Encrypt})
		require.Equal(t, message, opened.Message)
		require.Equal(t, app, opened.ID)
		require.Equal(t, made.MsgSignature, opened.MsgSignature)
	}
}

func TestPeersAndTheSimulatorUnderstandEachOther(t *testing.T) {
	ask := start(t)
	s, err := simulator.New(simulator.Options{Official: simulator.App{ID: app, Token: token, AESKey: key}, Clock: clock.Stopped(time.Unix(now, 0))})
	require.NoError(t, err)
	for _, library := range libraries {
		query, body, err := s.Request(simulator.Text(alice, "附近的优惠店"))
		require.NoError(t, err)
		var e struct{ Encrypt string }
		require.NoError(t, xml.Unmarshal(body, &e))
		opened := ask(request{Library: library, Timestamp: query.Get("timestamp"), Nonce: query.Get("nonce"), Encrypt: e.Encrypt})
		require.Equal(t, query.Get("msg_signature"), opened.MsgSignature)
		require.Equal(t, app, opened.ID)
		require.Contains(t, opened.Message, "附近的优惠店")

		reply := "<xml><ToUserName>" + alice + "</ToUserName><FromUserName>gh_simulator</FromUserName><CreateTime>1795399200</CreateTime><MsgType>text</MsgType><Content>东街</Content></xml>"
		made := ask(request{Library: library, Timestamp: "1795399200", Nonce: "5", Message: &reply})
		read, err := s.Read([]byte("<xml><Encrypt>" + made.Encrypt + "</Encrypt><MsgSignature>" + made.MsgSignature + "</MsgSignature><TimeStamp>1795399200</TimeStamp><Nonce>5</Nonce></xml>"))
		require.NoError(t, err)
		require.Equal(t, "东街", read.Text)
	}
}
