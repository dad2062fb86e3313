package seed

import (
	"slices"
	"strings"

	"shuangyong/models/clock"
)

// surnames in rough order of how common they are; the front ones are drawn more often.
var surnames = strings.Fields("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 " +
	"苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文 欧阳 上官 司徒")

// given names by the years in which they were given: a man of 90 is not called 浩然.
var (
	menOld     = strings.Fields("德福 长生 金山 福根 有田 树林 兴旺 永贵 万山 连生 洪福 宝山 来喜 双喜 满仓 广田 玉山 茂林 传根 明德 守田 仁义 炳文 占山 春生 秋生 水根 大成 文秀 国栋 耀先 继祖 承业 清泉 松林 庆余 友德 延年 正发 世昌")
	menMiddle  = strings.Fields("建国 建军 国强 志明 卫东 爱民 建华 解放 跃进 志强 国庆 新民 保国 永军 援朝 国平 立新 学军 红军 建平 志勇 胜利 拥军 和平 建设 少华 大勇 维民 振华 光明 长江 世平 云飞 成林 福生 金水 根生 庆国 汉文 启明")
	menYounger = strings.Fields("伟 强 勇 军 涛 鹏 磊 斌 波 辉 刚 杰 超 峰 凯 飞 俊 宁 龙 亮 海涛 志鹏 晓东 建波 文斌 永强 海波 少峰 国栋 振宇 立军 春雷 小兵 宏伟 彦军 学文 新宇 晓峰 长青 玉龙")
	menYoung   = strings.Fields("浩然 子豪 宇航 俊杰 博文 一鸣 天宇 梓轩 泽宇 家豪 嘉伟 思远 子轩 奕辰 铭轩 昊天 景行 锦程 致远 云帆 文博 鹏飞 明哲 志远 子涵 晨阳 睿 翔 航 毅 文韬 承志 向阳 越 启航 柏林 沐阳 知行 远航 博")
	womenOld   = strings.Fields("桂英 秀英 玉珍 兰英 凤英 素珍 玉兰 桂兰 秀兰 淑珍 春花 菊英 腊梅 银花 翠花 金凤 月英 巧云 喜妹 润香 桃花 秋菊 玉梅 素芬 瑞英 贵珍 冬梅 荣花 桂花 春香 凤仙 玉娥 惠芳 雪英 彩云 莲香 爱莲 连英")
	womenMid   = strings.Fields("秀芳 桂芳 玉华 建华 丽华 淑芬 爱华 红梅 春梅 秀珍 美兰 玉琴 金兰 文英 国英 素华 敏 霞 玉芬 慧珍 凤兰 彩霞 月华 翠兰 小红 荣 淑华 秋云 香兰 桂芬 云 爱玲 美玲 玉霞 菊香 晓兰 春燕 亚琴 巧玲 惠")
	womenYgr   = strings.Fields("丽 敏 静 燕 娟 艳 芳 娜 霞 玲 莉 婷 红霞 海燕 晓燕 丽娟 雪梅 春霞 小芳 晓红 婷婷 琳 慧 倩 洁 颖 丹 萍 莹 雯 晶晶 文静 玉洁 小满 彩虹 秋霞 佳 云霞 梦 瑶")
	womenYoung = strings.Fields("雨桐 子涵 欣怡 梓涵 诗涵 思琪 佳怡 雨欣 可欣 梦瑶 雅静 若曦 语嫣 嘉怡 一诺 依诺 悦 心怡 晨曦 梓萱 静怡 思雨 婉婷 晓彤 紫涵 芷若 安然 清妍 雪 璇 书瑶 念 乐怡 佳慧 盈盈 知夏 沐晴 初夏 宁 桐")
)

// fullName draws a name for someone of the family who is not mistaken for anybody known.
func fullName(d dice, family string, born clock.Date, female bool) string {
	for {
		if name := family + givenName(d, born, female); !slices.Contains(known, name) {
			return name
		}
	}
}

// givenName draws a name that people of that sex and year were given.
func givenName(d dice, born clock.Date, female bool) string {
	era := 3 // since 1990
	switch y := born.Year(); {
	case y < 1950:
		era = 0
	case y < 1970:
		era = 1
	case y < 1990:
		era = 2
	}
	if female {
		return pick(d, [][]string{womenOld, womenMid, womenYgr, womenYoung}[era])
	}
	return pick(d, [][]string{menOld, menMiddle, menYounger, menYoung}[era])
}

// known are names that readers would take for somebody: leaders, commanders, people of fame. Nobody in the city has one.
var known = strings.Fields("李强 李鹏 王毅 王勇 张军 周强 陈刚 贺龙 陈毅 陈云 杨勇 邓颖 李敏 康辉 张飞 马超 赵云 李宁 林丹 刘翔 张杰 李娜 " +
	"王震 王刚 马云 王菲 雷军 段文 胡杰 王杰 徐静 常香玉 王进喜 张玉良 龙云")

// surname draws a surname, common ones often.
func surname(d dice) string {
	n := len(surnames)
	return surnames[min(d.IntN(n), d.IntN(n), d.IntN(n))]
}
