package routes

import (
	"slices"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/demo"
	"shuangyong/handlers/mini"
	"shuangyong/handlers/openapi"
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
		{"GET", "/api/v1/privacy/notice"},
	}
}

// Desk are the public paths of the desk: the steps that lead to a login.
func Desk() []Route {
	return []Route{
		{"POST", "/api/desk/v1/login"},
		{"POST", "/api/desk/v1/login/totp"},
		{"POST", "/api/desk/v1/login/password"},
		{"POST", "/api/desk/v1/invitation"},
		{"POST", "/api/desk/v1/invitation/confirm"},
	}
}

// SignedIn are the paths of a tag (mini, desk) that nobody passes who is not logged in, as the description of the API has them.
func SignedIn(d *openapi.Document, tag string) []Route {
	var list []Route
	for _, o := range d.Operations() {
		if o.Guarded && o.Tag == tag {
			list = append(list, Route{o.Method, o.Path})
		}
	}
	return list
}

// DemoOnly are the paths that exist in the demo alone, where nobody is real.
func DemoOnly() []Route {
	return []Route{
		{"GET", "/api/demo/v1/clock"},
		{"POST", "/api/demo/v1/clock"},
		{"POST", "/api/demo/v1/person"},
		{"POST", "/api/demo/v1/staff"},
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
		{"POST", "/simulator/api/phone-code"},
		{"POST", "/simulator/api/popup"},
		{"POST", "/simulator/api/risky"},
		{"POST", "/simulator/api/trial"},
		{"POST", "/simulator/api/trouble"},
		{"DELETE", "/simulator/api/trouble/:id"},
		{"POST", "/simulator/api/tokens/expire"},
	}
}

// Roomy are the routes that take a larger body than the rest, in bytes.
func Roomy() map[string]int64 {
	return map[string]int64{demo.MediaPath: demo.MediaLimit, mini.PhotographPath: mini.PhotographLimit}
}

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
