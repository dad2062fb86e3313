package demo_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/handlers/demo"
	"shuangyong/models/staff"
)

func TestADeveloperGetsATokenForTheDesk(t *testing.T) {
	o := demo.Options{Staff: func(_ context.Context, login string) (string, error) {
		if login != "demo-town" {
			return "", staff.ErrNotFound
		}
		return "a-token", nil
	}}
	status, body := call(t, o, "POST", "/api/demo/v1/staff", `{"login":"demo-town"}`)
	require.Equal(t, 200, status)
	require.JSONEq(t, `{"token":"a-token"}`, body)
	status, body = call(t, o, "POST", "/api/demo/v1/staff", `{"login":"nobody"}`)
	require.Equal(t, 404, status, body)
	for _, bad := range []string{``, `null`, `[]`, `{"login":1}`, `{"login":"demo-town","role":"director"}`} {
		status, body = call(t, o, "POST", "/api/demo/v1/staff", bad)
		require.Equal(t, 400, status, "%s %s", bad, body)
	}
	status, _ = call(t, demo.Options{}, "POST", "/api/demo/v1/staff", `{"login":"demo-town"}`)
	require.Equal(t, 404, status, "without staff there is no such path")
}
