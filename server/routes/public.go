package routes

import (
	"slices"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/demo"
)

// Route is a method and a path as the router knows it.
type Route struct{ Method, Path string }

// Public are the paths that a stranger may call: each proves its caller in its own way, or gives away nothing.
func Public() []Route {
	return []Route{
		{"GET", "/wechat"},  // signed by WeChat
		{"POST", "/wechat"}, // signed and encrypted by WeChat
		{"GET", "/openapi.yaml"},
	}
}

// Mini are the public paths that exist only where there is a mini-program.
func Mini() []Route {
	return []Route{
		{"GET", "/wechat/mini"},  // signed by WeChat
		{"POST", "/wechat/mini"}, // signed and encrypted by WeChat
		{"POST", "/api/v1/login"},
	}
}

// SignedIn are the mini-program's paths that nobody passes who is not logged in.
func SignedIn() []Route {
	return []Route{
		{"GET", "/api/v1/session"},
		{"DELETE", "/api/v1/session"},
	}
}

// DemoOnly are the paths that exist in the demo alone, where nobody is real.
func DemoOnly() []Route {
	return []Route{
		{"GET", "/api/demo/v1/clock"},
		{"POST", "/api/demo/v1/clock"},
		{"POST", "/api/demo/v1/person"},
		{"GET", "/"},
		{"GET", "/simulator"},
		{"GET", "/simulator/assets/:name"},
		{"POST", "/simulator/api/message"},
		{"GET", "/simulator/api/sent"},
		{"GET", "/simulator/api/state"},
		{"GET", "/simulator/api/timeline"},
		{"GET", "/simulator/api/exchanges"},
		{"GET", "/simulator/api/map"},
		{"POST", "/simulator/api/scan"},
		{"POST", demo.MediaPath},
		{"GET", "/simulator/api/picture/:name"},
		{"POST", "/simulator/api/code"},
		{"POST", "/simulator/api/popup"},
		{"POST", "/simulator/api/risky"},
		{"POST", "/simulator/api/trial"},
		{"POST", "/simulator/api/trouble"},
		{"DELETE", "/simulator/api/trouble/:id"},
		{"POST", "/simulator/api/tokens/expire"},
	}
}

// Roomy are the routes that take a larger body than the rest, in bytes.
func Roomy() map[string]int64 { return map[string]int64{demo.MediaPath: demo.MediaLimit} }

// Unlisted are the routes that no list names: neither public nor guarded, so a mistake.
func Unlisted(all gin.RoutesInfo, lists ...[]Route) []Route {
	var unlisted []Route
	for _, r := range all {
		route := Route{r.Method, r.Path}
		if !slices.ContainsFunc(lists, func(list []Route) bool { return slices.Contains(list, route) }) {
			unlisted = append(unlisted, route)
		}
	}
	return unlisted
}
