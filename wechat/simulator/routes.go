package simulator

import "net/http"

// routeTable says which APIs there are, by path. What is not here WeChat does not know.
func routeTable() map[string]route {
	const get, post = http.MethodGet, http.MethodPost
	official, mini := []Side{Official}, []Side{Mini}
	return map[string]route{
		"/cgi-bin/token":         {method: get, open: true, do: (*Simulator).classicToken},
		"/cgi-bin/stable_token":  {method: post, open: true, do: (*Simulator).stableToken},
		"/cgi-bin/getcallbackip": {method: get, do: (*Simulator).callbackIPs},

		"/sns/jscode2session":              {method: get, open: true, do: (*Simulator).codeToSession},
		"/wxa/business/getuserphonenumber": {method: post, sides: mini, do: (*Simulator).phoneNumber},

		"/cgi-bin/message/custom/send":               {method: post, do: (*Simulator).customSend},
		"/cgi-bin/message/custom/typing":             {method: post, do: (*Simulator).customTyping},
		"/cgi-bin/message/template/send":             {method: post, sides: official, daily: 100000, do: (*Simulator).templateSend},
		"/cgi-bin/template/get_all_private_template": {method: get, sides: official, do: (*Simulator).templateList},
		"/cgi-bin/template/del_private_template":     {method: post, sides: official, do: (*Simulator).templateDelete},
		"/cgi-bin/message/subscribe/send":            {method: post, sides: mini, do: (*Simulator).subscribeSend},
		"/wxaapi/newtmpl/gettemplate":                {method: get, sides: mini, do: (*Simulator).subscribeList},
		"/cgi-bin/menu/create":                       {method: post, sides: official, daily: 1000, do: (*Simulator).menuCreate},
		"/cgi-bin/menu/get":                          {method: get, sides: official, daily: 10000, do: (*Simulator).menuGet},
		"/cgi-bin/menu/delete":                       {method: get, sides: official, daily: 1000, do: (*Simulator).menuDelete},
		"/cgi-bin/get_current_selfmenu_info":         {method: get, sides: official, daily: 10000, do: (*Simulator).menuShown},
		"/cgi-bin/qrcode/create":                     {method: post, sides: official, daily: 100000, do: (*Simulator).qrCreate},
		"/cgi-bin/media/upload":                      {method: post, file: true, daily: 100000, do: (*Simulator).mediaUpload},
		"/cgi-bin/media/get":                         {method: get, daily: 200000, do: (*Simulator).mediaGet},
		"/wxa/msg_sec_check":                         {method: post, do: (*Simulator).checkText},
		"/wxa/media_check_async":                     {method: post, sides: mini, do: (*Simulator).checkMedia},
		"/cgi-bin/user/info":                         {method: get, sides: official, do: (*Simulator).userInfo},
		"/cgi-bin/user/info/batchget":                {method: post, sides: official, do: (*Simulator).userInfos},
		"/cgi-bin/user/get":                          {method: get, sides: official, daily: 500, do: (*Simulator).userList},
		"/wxa/generate_urllink":                      {method: post, sides: mini, do: (*Simulator).linkCreate},
	}
}
