package wechat

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const plainMessage = "<xml><ToUserName><![CDATA[gh_x]]></ToUserName>\n<FromUserName><![CDATA[o1]]></FromUserName> <CreateTime>1795399200</CreateTime>" +
	"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[坐公交<要>&钱吗]]></Content><MsgId>1</MsgId><Empty></Empty></xml>\n"

func TestThePlainFormIsReadWithoutTheWholeReader(t *testing.T) {
	n, ok := parsePlain([]byte(plainMessage))
	require.True(t, ok)
	require.Equal(t, "坐公交<要>&钱吗", n.get("Content"))
	require.Equal(t, "1795399200", n.get("CreateTime"))
	whole, err := parseWhole([]byte(plainMessage))
	require.NoError(t, err)
	require.Equal(t, whole, n)
}

// What is not plain is the whole reader's to judge, be it right or wrong.
func TestWhatIsNotPlainIsLeftToTheWholeReader(t *testing.T) {
	for _, s := range []string{
		"", "<xml>", "<xml/>", "<html></html>", " <xml></xml>", "\ufeff<xml></xml>", `<?xml version="1.0"?><xml></xml>`, "<!DOCTYPE xml><xml></xml>",
		"<xml><a>1</a><a>2</a></xml>", "<xml><item>1</item><item>2</item></xml>", "<xml><a><b>1</b></a></xml>", "<xml><a>1</b></xml>", "<xml><a>1</a ></xml>",
		"<xml><a >1</a></xml>", `<xml><a x="1">1</a></xml>`, "<xml><a:b>1</a:b></xml>", "<xml><1>1</1></xml>", "<xml><></></xml>", "<xml><a/></xml>",
		"<xml><a>&amp;</a></xml>", "<xml><a>]]></a></xml>", "<xml><a>1>2</a></xml>", "<xml><a>1\r\n2</a></xml>", "<xml><a>\x00</a></xml>", "<xml><a>\xff</a></xml>",
		"<xml><a>\ufffe</a></xml>", "<xml><a><![CDATA[1]]><![CDATA[2]]></a></xml>", "<xml><a> <![CDATA[1]]></a></xml>", "<xml><a><![CDATA[1]]> </a></xml>",
		"<xml><a><![CDATA[1</a></xml>", "<xml><a><!-- --></a></xml>", "<xml>x</xml>", "<xml></xml>x", "<xml></xml><xml></xml>", "<xml><a>1</a>",
		"<xml>" + strings.Repeat("<item></item>", maxNodes+1) + "</xml>",
	} {
		_, ok := parsePlain([]byte(s))
		require.False(t, ok, s)
	}
}

// FuzzPlain: whatever counts as plain, the whole reader accepts and reads as the same tree.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{plainMessage, "<xml></xml>", "<xml><a>1</a></xml>", "<xml><a><![CDATA[]]]]></a>\t</xml>", "<xml><a>]]</a><b>></b></xml>", "<xml><a><![CDATA[\r]]></a></xml>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		plain, ok := parsePlain(body)
		if !ok {
			return
		}
		whole, err := parseWhole(body)
		if err != nil {
			t.Fatalf("plain, and yet %v: %q", err, body)
		}
		if len(plain.kids) == 0 {
			plain.kids = nil
		}
		if !reflect.DeepEqual(plain, whole) {
			t.Fatalf("%q is read in two ways", body)
		}
	})
}
