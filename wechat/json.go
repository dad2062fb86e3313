package wechat

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// parseDocument reads a message in the format that the account chose at WeChat: XML, or, where a mini-program says so, JSON. Both become the same tree,
// so that a message means the same in either.
func parseDocument(body []byte) (*node, error) {
	if isObject(body) {
		return parseJSON(body)
	}
	return parseXML(body)
}

func isObject(body []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) }

// parseJSON reads one object into the tree that its XML would have been, within the same bounds. A name that stands twice in an object is read
// differently by different readers, so it is refused.
func parseJSON(body []byte) (*node, error) {
	if !isObject(body) || !json.Valid(body) { // the reader of single tokens is less strict
		return nil, errJSON
	}
	r := jsonReader{d: json.NewDecoder(bytes.NewReader(body))}
	r.d.UseNumber() // a message's number has more digits than a float keeps
	root := &node{name: "xml"}
	if err := r.value(root, 1); err != nil {
		return nil, err
	}
	if _, err := r.d.Token(); err != io.EOF { //nolint:errorlint // Token gives the very value
		return nil, errJSON
	}
	root.liftLists()
	return root, nil
}

type jsonReader struct {
	d     *json.Decoder
	count int
}

// value reads the next value into n, which has its name already and stands at that depth.
func (r *jsonReader) value(n *node, depth int) error {
	if r.count++; r.count > maxNodes || depth > maxDepth {
		return errJSON
	}
	token, err := r.d.Token()
	if err != nil {
		return errJSON
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			return r.list(n, depth)
		}
		return r.object(n, depth)
	case string:
		if strings.ContainsFunc(t, forbidden) {
			return errJSON
		}
		n.text = lineEnds.Replace(t)
	case json.Number:
		n.text = t.String()
	case bool:
		n.text = map[bool]string{true: "true", false: "false"}[t]
	}
	return nil // null is an empty element
}

// object reads the members of an object. A list stands for its elements, each with the list's name, where XML repeats the element.
func (r *jsonReader) object(n *node, depth int) error {
	seen := map[string]bool{}
	for r.d.More() {
		token, err := r.d.Token()
		name, ok := token.(string)
		if err != nil || !ok || seen[name] {
			return errJSON
		}
		seen[name] = true
		kid := &node{name: name}
		if err := r.value(kid, depth+1); err != nil {
			return err
		}
		if repeats(name) && kid.list {
			n.kids = append(n.kids, kid.kids...)
			continue
		}
		n.kids = append(n.kids, kid)
	}
	_, err := r.d.Token() // the closing brace
	return err
}

// list reads the elements of a list into n. Where a text was expected n so has none, and counts as empty.
func (r *jsonReader) list(n *node, depth int) error {
	n.list = true
	name := "item"
	if repeats(n.name) {
		name = n.name
	}
	for r.d.More() {
		kid := &node{name: name}
		if err := r.value(kid, depth+1); err != nil {
			return err
		}
		n.kids = append(n.kids, kid)
	}
	_, err := r.d.Token() // the closing bracket
	return err
}

// lists are the elements that hold the templates of an event in XML. In JSON the templates stand beside the event's name.
func lists(event string) string {
	switch event {
	case EventSubscribePopup:
		return "SubscribeMsgPopupEvent"
	case EventSubscribeChange:
		return "SubscribeMsgChangeEvent"
	case EventSubscribeSent:
		return "SubscribeMsgSentEvent"
	}
	return ""
}

// liftLists puts the templates of a subscribe_msg_… event where XML has them.
func (n *node) liftLists() {
	name := lists(n.trimmed("Event"))
	if name == "" {
		return
	}
	event := &node{name: name}
	for _, k := range n.kids {
		if k.name == "List" {
			event.kids = append(event.kids, k)
		}
	}
	if len(event.kids) > 0 {
		n.kids = append(n.kids, event)
	}
}

// lineEnds makes of every line end the one that an XML reader makes of it.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// forbidden are the characters that no XML document can hold, so that nothing behind the gateway has seen them.
func forbidden(r rune) bool { return odd(r) && r != '\r' }
