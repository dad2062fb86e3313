package wechat

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Bounds on a document: WeChat's are far below.
const (
	maxDepth = 8
	maxNodes = 512
)

// node is an element: its name, its own text, and the elements in it.
type node struct {
	name string
	text string
	kids []*node
	list bool // of JSON: kids are the elements of a list
}

// repeats tells which elements may stand several times beside each other. Any other that does would be read differently by different readers, so it
// is refused.
func repeats(name string) bool {
	switch name {
	case "item", "List", "detail", "SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent":
		return true
	}
	return false
}

// parseXML reads one <xml> document into its tree, within bounds.
func parseXML(body []byte) (*node, error) {
	if n, ok := parsePlain(body); ok {
		return n, nil
	}
	return parseWhole(body)
}

// parseWhole reads any document. No document types, comments or processing instructions: WeChat sends none.
func parseWhole(body []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	var root *node
	var open []*node
	texts := make([]strings.Builder, maxDepth)
	for count := 0; ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errXML
		}
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: fullName(t.Name)}
			if count++; count > maxNodes || len(open) == maxDepth || !adopt(&root, open, n) {
				return nil, errXML
			}
			texts[len(open)].Reset()
			open = append(open, n)
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1].name != fullName(t.Name) {
				return nil, errXML
			}
			open[len(open)-1].text = texts[len(open)-1].String()
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				texts[len(open)-1].Write(t)
			} else if len(bytes.TrimSpace(t)) > 0 {
				return nil, errXML
			}
		case xml.ProcInst:
			if t.Target != "xml" || root != nil {
				return nil, errXML
			}
		default:
			return nil, errXML
		}
	}
	if root == nil || len(open) > 0 {
		return nil, errXML
	}
	return root, nil
}

func fullName(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

// adopt puts n into the innermost open element, or makes it the root; false when it may not stand there.
func adopt(root **node, open []*node, n *node) bool {
	if len(open) == 0 {
		if *root != nil || n.name != "xml" {
			return false
		}
		*root = n
		return true
	}
	parent := open[len(open)-1]
	if !repeats(n.name) && parent.kid(n.name) != nil {
		return false
	}
	parent.kids = append(parent.kids, n)
	return true
}

// kid is the first element of that name, nil when there is none.
func (n *node) kid(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// get is the text of the element of that name, "" when there is none.
func (n *node) get(name string) string {
	if k := n.kid(name); k != nil && len(k.kids) == 0 {
		return k.text
	}
	return ""
}

// trimmed is get without the white space around it, for everything that is not a person's own words.
func (n *node) trimmed(name string) string { return strings.TrimSpace(n.get(name)) }
