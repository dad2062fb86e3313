package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"shuangyong/config"
	"shuangyong/models/clock"
	"shuangyong/server/app"
	"shuangyong/wechat/simulator"
)

// talk holds a conversation with the running program, through the same signed and encrypted callback that WeChat uses.
func (c *command) talk() *cobra.Command {
	var as, at string
	sub := &cobra.Command{
		Use:   "talk",
		Short: "Hold a conversation with the running program (type, or pipe lines in)",
		Long: "Hold a conversation with the running program, through the signed and encrypted callback.\nLines are said as they stand; those that start with / do something else: /help lists them.\n" +
			"Whoever pipes lines in gets the whole conversation printed.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := c.settings()
			if err != nil {
				return err
			}
			s, err := dial(cmd.Context(), settings, at)
			if err != nil {
				return err
			}
			return newTelephone(s, as, cmd.InOrStdin(), cmd.OutOrStdout()).converse(cmd.Context())
		},
	}
	sub.Flags().StringVar(&as, "as", "demo-visitor", "the openid of whoever speaks")
	sub.Flags().StringVar(&at, "url", "", "where the program answers (default: the running demo, or http_addr)")
	return sub
}

// line is the connection to a running program.
type line struct {
	url  string
	sim  *simulator.Simulator
	demo bool
	now  clock.Clock
}

// dial finds the running program and the secrets that it shares with WeChat: the settings', or those the demo keeps in its data directory.
func dial(ctx context.Context, c config.Config, at string) (*line, error) {
	a := app.DemoAccount{
		URL: "http://" + c.HTTPAddr, AppID: c.WeChat.AppID, Secret: c.WeChat.Secret.Reveal(), Token: c.WeChat.Token.Reveal(), AESKey: c.WeChat.AESKey.Reveal(),
	}
	if c.IsDemo() {
		var err error
		if a, err = app.ReadDemoAccount(c.DataDir); errors.Is(err, fs.ErrNotExist) {
			return nil, errors.New("the demo has not been started here yet: run `make run` (or `shuangyong`) in another terminal first")
		} else if err != nil {
			return nil, err
		}
	}
	if at != "" {
		a.URL = strings.TrimSuffix(at, "/")
	}
	l := &line{url: a.URL, demo: c.IsDemo(), now: clock.System()}
	if l.demo {
		now, err := l.serverTime(ctx)
		if err != nil {
			return nil, fmt.Errorf("nobody answers at %s: start the program with `make run` in another terminal first", a.URL)
		}
		l.now = clock.NewMovable(clock.System(), now)
	}
	sim, err := simulator.New(simulator.Options{
		Official: simulator.App{ID: a.AppID, Secret: a.Secret, Token: a.Token, AESKey: a.AESKey, Callback: a.URL + "/wechat"},
		Clock:    clock.Func(func() time.Time { return l.now.Now() }), Retries: 2,
	})
	if err != nil {
		return nil, err
	}
	l.sim = sim
	return l, nil
}

// serverTime is what the demo's clock shows, by which it judges whether a message is fresh.
func (l *line) serverTime(ctx context.Context) (time.Time, error) {
	var answer struct{ Now time.Time }
	err := l.call(ctx, http.MethodGet, "/api/demo/v1/clock", "", &answer)
	return answer.Now, err
}

// advance moves the demo's clock, and ours with it.
func (l *line) advance(ctx context.Context, by string) (time.Time, error) {
	body, err := json.Marshal(map[string]string{"advance": by})
	if err != nil {
		return time.Time{}, err
	}
	var answer struct{ Now time.Time }
	if err := l.call(ctx, http.MethodPost, "/api/demo/v1/clock", string(body), &answer); err != nil {
		return time.Time{}, err
	}
	l.now = clock.NewMovable(clock.System(), answer.Now)
	return answer.Now, nil
}

// sentTo is what WeChat was asked to deliver to somebody, in order.
func (l *line) sentTo(ctx context.Context, openID string) ([]string, error) {
	var answer struct {
		Items []struct{ Text string }
	}
	err := l.call(ctx, http.MethodGet, "/simulator/api/sent?openid="+url.QueryEscape(openID), "", &answer)
	texts := make([]string, 0, len(answer.Items))
	for _, i := range answer.Items {
		texts = append(texts, i.Text)
	}
	return texts, err
}

func (l *line) call(ctx context.Context, method, path, body string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, l.url+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusMultipleChoices {
		var problem struct{ Detail string }
		_ = json.NewDecoder(response.Body).Decode(&problem)
		return fmt.Errorf("%s（%d）", problem.Detail, response.StatusCode)
	}
	return json.NewDecoder(response.Body).Decode(into)
}

// isTerminal says whether somebody types, rather than a file being piped in.
func isTerminal(in any) bool {
	f, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
