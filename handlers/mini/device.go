package mini

import "strings"

// maxAgent bounds how much of a User-Agent is looked at, in bytes.
const maxAgent = 512

// unknownDevice is what is shown of a client that does not look like WeChat.
const unknownDevice = "未知设备"

// devices are told apart by what stands in WeChat's User-Agent, the first that fits: a computer's also names a phone's engine, an iPad's also a Mac.
func devices() []struct{ mark, name string } {
	return []struct{ mark, name string }{
		{"wechatdevtools", "电脑上的微信"},
		{"windowswechat", "电脑上的微信"},
		{"macwechat", "电脑上的微信"},
		{"miniprogramenv/windows", "电脑上的微信"},
		{"miniprogramenv/mac", "电脑上的微信"},
		{"ipad", "iPad 上的微信"},
		{"iphone", "iPhone 上的微信"},
		{"openharmony", "鸿蒙手机上的微信"},
		{"android", "安卓手机上的微信"},
		{"windows nt", "电脑上的微信"},
		{"macintosh", "电脑上的微信"},
		{"linux", "电脑上的微信"},
	}
}

// deviceOf is the device behind a User-Agent in words of ours. Nothing that the client sent is repeated.
func deviceOf(agent string) string {
	agent = strings.ToLower(agent[:min(len(agent), maxAgent)])
	if !strings.Contains(agent, "micromessenger") && !strings.Contains(agent, "wechatdevtools") {
		return unknownDevice
	}
	for _, d := range devices() {
		if strings.Contains(agent, d.mark) {
			return d.name
		}
	}
	return unknownDevice
}
