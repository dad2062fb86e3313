package dialog

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
)

// fill puts something into every field below v, also into those that are added after this test was written. It leaves out what it drew an empty
// list, an empty map or no pointer for.
func fill(r *rapid.T, v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.String().Draw(r, name))
	case reflect.Int:
		v.SetInt(rapid.Int64().Draw(r, name))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Draw(r, name))
	case reflect.Uint8:
		v.SetUint(uint64(rapid.Uint8().Draw(r, name)))
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i), name)
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(r, name) {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), name)
		}
	case reflect.Slice:
		if n := rapid.IntRange(0, 3).Draw(r, name); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(r, v.Index(i), name)
			}
		}
	case reflect.Map:
		if n := rapid.IntRange(0, 3).Draw(r, name); n > 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for range n {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				fill(r, key, name)
				fill(r, value, name)
				v.SetMapIndex(key, value)
			}
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			at := clock.NewDate(2026, 11, 23).At(10, 0).Add(time.Duration(rapid.IntRange(0, 1e15).Draw(r, name)))
			v.Set(reflect.ValueOf(at.UTC()))
			return
		}
		for i := range v.NumField() {
			fill(r, v.Field(i), v.Type().Field(i).Name)
		}
	default:
		r.Fatalf("%s: no way to fill a %s", name, v.Kind())
	}
}

func drawState(r *rapid.T) State {
	var s State
	fill(r, reflect.ValueOf(&s).Elem(), "state")
	return s
}

// Whoever adds a field to the state and does not write and read it learns so here.
func TestAStateIsReadAsItWasWritten(t *testing.T) {
	require.Equal(t, State{}, DecodeState(State{}.Encode()))
	rapid.Check(t, func(r *rapid.T) {
		s := drawState(r)
		b := s.bytes()
		got, ok := stateOf(b)
		require.True(r, ok)
		require.Equal(r, s, got)
		cut := rapid.IntRange(0, len(b)-1).Draw(r, "cut")
		_, ok = stateOf(b[:cut])
		require.False(r, ok, "cut at %d of %d", cut, len(b))
		_, ok = stateOf(append(b, 0))
		require.False(r, ok)
	})
}

func TestATimeKeepsItsInstant(t *testing.T) {
	at := clock.NewDate(2026, 11, 23).At(10, 0)
	require.True(t, at.Equal(DecodeState(State{Seen: at}.Encode()).Seen))
}

func FuzzStateOf(f *testing.F) {
	f.Add([]byte{})
	f.Add(State{}.Encode())
	f.Add(State{
		Seen: clock.NewDate(2026, 11, 23).At(10, 0).UTC(), Last: "再说一遍", Current: &Step{Intent: "greet", Slots: map[string]string{"a": "b"}}, Said: []string{"x"},
		Options: []Option{{Label: "一", Step: Step{Intent: "help"}}}, Form: &Form{ID: "f"}, Waiting: &Waiting{Kind: "k"},
	}.Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		s, ok := stateOf(b)
		if !ok {
			return
		}
		again, ok := stateOf(s.bytes())
		if !ok || !again.Seen.Equal(s.Seen) || again.Last != s.Last || len(again.Options) != len(s.Options) {
			t.Fatalf("%+v is read back as %+v", s, again)
		}
	})
}

func BenchmarkState(b *testing.B) {
	step := Step{Intent: "shop.nearby", Slots: map[string]string{"kind": "餐饮", "words": "附近有什么优惠店"}}
	s := State{Seen: clock.NewDate(2026, 11, 23).At(10, 0).UTC(), Last: strings.Repeat("附近的优惠店", 30), Current: &step, Trail: []Step{step, step, step, step}}
	for range 5 {
		s.Options = append(s.Options, Option{Label: "看第一家", Say: "第一家", Step: step})
	}
	b.ReportAllocs()
	for b.Loop() {
		s = DecodeState(s.Encode())
	}
	if len(s.Options) != 5 {
		b.Fatal("lost")
	}
}
