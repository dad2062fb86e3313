package simulator

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

const miniApp = "wxa1234567890abcde"

// twoAccounts are plain, in one format.
func twoAccounts(asJSON bool) func(*Options) {
	return func(o *Options) {
		o.Official.AESKey, o.Official.JSON = "", asJSON
		o.Mini = App{ID: miniApp, Secret: "secret", Token: testToken, JSON: asJSON}
	}
}

// What WeChat sends is kept as files: whoever changes it sees what.
func TestEveryMessageIsWrittenAsWeChatDoes(t *testing.T) {
	for extension, asJSON := range map[string]bool{".xml": false, ".json": true} {
		s, now := newSimulator(t, nil, twoAccounts(asJSON))
		wanted := map[string]bool{}
		for _, sample := range Samples(alice) {
			m := sample.Message
			m.CreatedAt = now.Now()
			if m.Kind != "event" {
				m.MsgID = "24930512345678901"
			}
			_, body, err := s.Request(m)
			require.NoError(t, err)
			name := filepath.Join("testdata", "messages", sample.Name+extension)
			wanted[name] = true
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
				require.NoError(t, os.WriteFile(name, append(body, '\n'), 0o644)) //nolint:gosec // it is committed
			}
			want, err := os.ReadFile(name) //nolint:gosec // beside this test
			require.NoError(t, err)
			require.Equal(t, string(want), string(body)+"\n", sample.Name)
		}
		files, err := filepath.Glob("testdata/messages/*" + extension)
		require.NoError(t, err)
		for _, name := range files {
			require.True(t, wanted[name], "%s is of no message", name)
		}
	}
}

func TestOneTemplateIsAnObjectInJSONAndSeveralAreAnArray(t *testing.T) {
	s, _ := newSimulator(t, nil, twoAccounts(true))
	list := func(choices ...Choice) any {
		_, body, err := s.Request(subscriptionChosen("subscribe_msg_popup_event", alice, choices))
		require.NoError(t, err)
		var m map[string]any
		require.NoError(t, json.Unmarshal(body, &m))
		require.IsType(t, "", m["CreateTime"], "a text in these events")
		return m["List"]
	}
	require.IsType(t, map[string]any{}, list(Choice{"a", true}))
	require.IsType(t, []any{}, list(Choice{"a", true}, Choice{"b", false}))
}

func TestAnAccountIsPutIntoTheMessageOfItsSide(t *testing.T) {
	s, _ := newSimulator(t, nil, twoAccounts(true))
	for _, m := range []Message{Revoke(Mini, alice, "301"), PageCard(alice, "题", "pages/a")} {
		query, body, err := s.Request(m)
		require.NoError(t, err)
		require.Equal(t, MiniOpenID(alice), query.Get("openid"))
		require.Contains(t, string(body), miniApp)
		require.Contains(t, string(body), "gh_simulator_mini")
		require.Contains(t, string(body), MiniOpenID(alice))
	}
	_, _, err := s.Request(Message{To: Mini, From: alice, Kind: "text", Extra: "<a/>"})
	require.Error(t, err, "XML has no place in JSON")
	alone, _ := newSimulator(t, nil)
	_, _, err = alone.Request(EnterService(alice, ""))
	require.Error(t, err, "there is no mini-program")
	_, err = alone.Push(t.Context(), EnterService(alice, ""))
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrNoService)
}

// anything is a message in which everything that a person chooses is arbitrary.
func anything(t *rapid.T) Message {
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("<>&]\"'\\/\x00\x01\x1f\ufffe\u2028汉a\r\n"))), rapid.Custom(func(t *rapid.T) string {
		return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
	}))
	draw := func(name string) string { return text.Draw(t, name) }
	m := rapid.SampledFrom(Samples(alice)).Draw(t, "sample").Message
	m.Content, m.PicURL, m.MediaID, m.Label, m.Title = draw("content"), draw("picture"), draw("media"), draw("label"), draw("title")
	m.Description, m.URL, m.EventKey, m.MsgID = draw("description"), draw("url"), draw("key"), draw("id")
	m.Lat, m.Lng = rapid.Float64().Draw(t, "lat"), rapid.Float64().Draw(t, "lng")
	m.CreatedAt = time.Unix(1795399200, 0)
	if m.Kind == "event" {
		m.parts = append(m.parts, group("ScanCodeInfo", word("ScanResult", draw("scanned"))))
	}
	return m
}

// lineEnds makes of every line end the one that an XML reader makes of it.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func TestWhateverIsSaidTheDocumentIsWellFormed(t *testing.T) {
	asXML, _ := newSimulator(t, nil, twoAccounts(false))
	asJSON, _ := newSimulator(t, nil, twoAccounts(true))
	rapid.Check(t, func(rt *rapid.T) {
		m := anything(rt)
		_, body, err := asXML.Request(m)
		require.NoError(rt, err)
		require.True(rt, utf8.Valid(body))
		var inXML struct{ FromUserName, MsgType, Content, EventKey string }
		require.NoError(rt, xml.Unmarshal(body, &inXML), "%q", body)
		require.Equal(rt, m.Kind, inXML.MsgType)

		_, body, err = asJSON.Request(m)
		require.NoError(rt, err)
		require.True(rt, utf8.Valid(body))
		var inJSON map[string]any
		require.NoError(rt, json.Unmarshal(body, &inJSON), "%q", body)
		require.Equal(rt, inXML.FromUserName, inJSON["FromUserName"])
		if m.Kind == "text" {
			require.Equal(rt, inXML.Content, lineEnds.Replace(inJSON["Content"].(string)), "the same words in both")
		}
	})
}
