package wechat

import (
	"encoding/json"

	"shuangyong/dialog"
	gateway "shuangyong/wechat"
)

// record is the answer that a change ended with, as it is kept (sealed) in the change's own transaction: what was said, and the conversation
// after it, which a crash may have kept from being stored.
type record struct {
	Reply gateway.Reply `json:"r"`
	State []byte        `json:"b,omitempty"`
}

func encodeRecord(a Answer) ([]byte, error) {
	return json.Marshal(record{Reply: a.Reply, State: a.State.Encode()})
}

// decodeRecord reads what encodeRecord wrote. Nothing (the person was forgotten) or anything else says nothing.
func decodeRecord(b []byte) Answer {
	var r record
	if len(b) == 0 || json.Unmarshal(b, &r) != nil {
		return Answer{Reply: gateway.Nothing(), settled: true}
	}
	return Answer{Reply: r.Reply, State: dialog.DecodeState(r.State), settled: true}
}

func encodeReply(r gateway.Reply) []byte {
	if r.Empty() {
		return nil
	}
	b, err := json.Marshal(r)
	if err != nil {
		return nil // cannot happen: a reply is strings
	}
	return b
}

func decodeReply(b []byte) gateway.Reply {
	var r gateway.Reply
	if len(b) == 0 || json.Unmarshal(b, &r) != nil {
		return gateway.Nothing()
	}
	return r
}
