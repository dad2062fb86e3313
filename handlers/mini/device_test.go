package mini

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	iPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN"
	android = "Mozilla/5.0 (Linux; Android 13; V2166A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 XWEB/1160083 MMWEBSDK/20231202 MicroMessenger/8.0.47.2560(0x28002F30) WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64 MiniProgramEnv/android"
	windows = "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0 Safari/537.36 MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI MiniProgramEnv/Windows WindowsWechat/WMPF WindowsWechat(0x63090c11)XWEB/11275"
	mac     = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0 Safari/537.36 MicroMessenger/7.0.20.1781(0x6700143B) MacWechat/3.8.9(0x13080910) NetType/WIFI MiniProgramEnv/Mac MacWechat/WMPF"
	iPad    = "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/20G75 MicroMessenger/8.0.42(0x18002a32) NetType/WIFI Language/zh_CN"
	harmony = "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 Safari/537.36 ArkWeb/4.1 Mobile MicroMessenger/1.0.0(0x0) Weixin NetType/WIFI MiniProgramEnv/ohos"
)

func TestDevicesAreToldInOurWords(t *testing.T) {
	for agent, want := range map[string]string{
		iPhone: "iPhone 上的微信", android: "安卓手机上的微信", windows: "电脑上的微信", mac: "电脑上的微信", iPad: "iPad 上的微信", harmony: "鸿蒙手机上的微信",
		"Mozilla/5.0 (X11; Linux x86_64) MicroMessenger/4.0": "电脑上的微信",
		"MicroMessenger/8.0": unknownDevice, "": unknownDevice, "curl/8.5": unknownDevice, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Safari": unknownDevice,
		strings.Repeat("x", maxAgent) + iPhone: unknownDevice, "<script>iPhone MicroMessenger</script>": "iPhone 上的微信",
	} {
		require.Equal(t, want, deviceOf(agent), agent)
	}
}

// FuzzDevice: whatever a client sends, what is shown is one of our own words.
func FuzzDevice(f *testing.F) {
	ours := map[string]bool{unknownDevice: true}
	for _, d := range devices() {
		ours[d.name] = true
	}
	for _, agent := range []string{iPhone, android, windows, mac, iPad, harmony, "", "\xff\xfe", strings.Repeat("İ", 400)} {
		f.Add(agent)
	}
	f.Fuzz(func(t *testing.T, agent string) {
		if shown := deviceOf(agent); !ours[shown] {
			t.Fatalf("%q is not ours", shown)
		}
	})
}
