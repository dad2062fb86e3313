package seed

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"shuangyong/models/benefit"
	"shuangyong/models/clock"
)

//go:embed benefits.yaml
var benefitsFile []byte

// written is an entry as the file has it.
type written struct {
	Code, Title, Topic           string
	Statuses                     []string
	Who, Conditions, Gives, Past string
	Documents, Where, Source     string
	Confidence                   string
	Local, History               bool
	From, Until                  clock.Date
	Asks                         []string
}

// Said after what changes by year or is the bureau's to decide, and in place of what nobody has written down yet.
const (
	pastIntro  = "往年的标准（只作参考，不是现在的）："
	localOutro = "本市的细则以局里公布的为准。"
	unwritten  = "这一项的细则还没有录入，不敢乱说。请打服务站电话，或回“人工”问清楚。"
)

// Benefits are the entitlements of the file, in its order.
func Benefits() ([]benefit.Benefit, error) {
	return parseBenefits(benefitsFile)
}

func parseBenefits(file []byte) ([]benefit.Benefit, error) {
	dec := yaml.NewDecoder(bytes.NewReader(file))
	dec.KnownFields(true)
	var entries []written
	if err := dec.Decode(&entries); err != nil {
		return nil, fmt.Errorf("benefits: %w", err)
	}
	rows := make([]benefit.Benefit, 0, len(entries))
	seen := map[string]bool{}
	for i, e := range entries {
		if e.Code == "" || seen[e.Code] {
			return nil, fmt.Errorf("benefits: entry %d: the code %q is missing or given twice", i+1, e.Code)
		}
		seen[e.Code] = true
		b, err := e.row(i + 1)
		if err != nil {
			return nil, fmt.Errorf("benefits: %s: %w", e.Code, err)
		}
		rows = append(rows, b)
	}
	return rows, nil
}

// row is the entry as the program stores it. History of amounts is put behind what is given, introduced as history.
func (e written) row(order int) (benefit.Benefit, error) {
	for _, d := range []clock.Date{e.From, e.Until} {
		if d == "" {
			continue
		}
		if _, err := clock.ParseDate(string(d)); err != nil {
			return benefit.Benefit{}, err
		}
	}
	gives := e.Gives
	switch {
	case e.Confidence == "title_only":
		gives = unwritten
	case gives == "":
		return benefit.Benefit{}, fmt.Errorf("says nothing of what is given")
	}
	if e.Local {
		gives = sentence(gives) + localOutro
	}
	if e.Past != "" {
		gives = sentence(gives) + pastIntro + sentence(e.Past)
	}
	return benefit.Benefit{
		Code: e.Code, Title: e.Title, Topic: e.Topic, Statuses: strings.Join(e.Statuses, " "), Who: e.Who, Conditions: e.Conditions, Gives: gives,
		Documents: e.Documents, Where: e.Where, Source: e.Source, Confidence: e.Confidence, History: e.History, Asks: strings.Join(e.Asks, "|"),
		From: e.From, Until: e.Until, SortOrder: order,
	}, nil
}

// sentence ends s with a full stop if it has none.
func sentence(s string) string {
	if strings.HasSuffix(s, "。") {
		return s
	}
	return s + "。"
}
