package understand

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
)

const (
	firstHan = 0x4e00
	lastHan  = 0x9fff
	// Latin letters that spell a syllable become one rune of the private use area: latinBase + the syllable.
	latinBase = 0xe000
)

// phonetics knows how characters sound, without tones and with the differences folded that people's keyboards and accents do not make:
// zh/z, ch/c, sh/s, ang/an, eng/en, ing/in.
type phonetics struct {
	han     [lastHan - firstHan + 1]uint16
	ids     map[string]uint16 // folded syllable → id, from 1
	whole   map[string]uint16 // unfolded syllable → id, for Latin input
	longest int
}

// readings corrects the first reading of the dictionary where another one is what people mean in a message.
const readings = "了le 地di 得de 行xing 长chang 重zhong 着zhe 都dou 车che 还hai 什shen 么me 吗ma 啥sha 咋za 俺an 的de 和he 没mei 调diao 看kan 好hao " +
	"号hao 会hui 给gei 折zhe 几ji 单dan 干gan 发fa 处chu 大da 少shao 为wei 应ying 当dang 教jiao 便bian 宜yi 差cha 石shi 乐le 系xi 说shuo 食shi " +
	"校xiao 落luo 参can 圈quan 划hua 露lu 提ti 万wan 尿niao 区qu 术shu 种zhong 娜na 俩lia 呢ne 吧ba 嘛ma 啊a 哪na 那na 这zhe 哈ha 伐fa 嘞lei " +
	"员yuan 红hong 合he 节jie 结jie 角jiao 觉jue 卡ka 空kong 量liang 率lv 盛sheng 数shu 似si 宿su 通tong 削xue 血xue 要yao 占zhan 涨zhang 朝chao " +
	"只zhi 中zhong 转zhuan 作zuo 缴jiao 个ge 不bu 一yi 上shang 下xia 子zi 相xiang 兴xing 冲chong 曾ceng 藏cang 伯bo 薄bo 背bei 奔ben 别bie 仔zi"

func newPhonetics() *phonetics {
	p := &phonetics{ids: make(map[string]uint16, 320), whole: make(map[string]uint16, 440)}
	for r := firstHan; r <= lastHan; r++ {
		marked, ok := pinyin.PinyinDict[r]
		if !ok {
			continue
		}
		if i := strings.IndexByte(marked, ','); i >= 0 {
			marked = marked[:i]
		}
		p.han[r-firstHan] = p.learn(bare(marked))
	}
	for _, entry := range strings.Fields(readings) {
		r := []rune(entry)
		p.han[r[0]-firstHan] = p.learn(string(r[1:]))
	}
	return p
}

func (p *phonetics) learn(syllable string) uint16 {
	if id, ok := p.whole[syllable]; ok {
		return id
	}
	key := folded(syllable)
	id, ok := p.ids[key]
	if !ok {
		id = uint16(len(p.ids) + 1)
		p.ids[key] = id
	}
	p.whole[syllable] = id
	p.longest = max(p.longest, len(syllable))
	return id
}

// of is the syllable of a rune, 0 when it has none.
func (p *phonetics) of(r rune) uint16 {
	switch {
	case r >= firstHan && r <= lastHan:
		return p.han[r-firstHan]
	case r > latinBase && r < latinBase+0x800:
		return uint16(r - latinBase)
	}
	return 0
}

// split cuts lower-case Latin letters into syllables, longest first; ok is false when they are not pinyin throughout.
func (p *phonetics) split(letters string, into []uint16) (_ []uint16, ok bool) {
	if letters == "" {
		return into, true
	}
	for n := min(p.longest, len(letters)); n >= 1; n-- {
		id, known := p.whole[letters[:n]]
		if !known || n == 1 && len(letters) > 1 && strings.IndexByte("aoe", letters[0]) < 0 {
			continue
		}
		if rest, ok := p.split(letters[n:], append(into, id)); ok {
			return rest, true
		}
	}
	return into, false
}

var tones = strings.NewReplacer(
	"ā", "a", "á", "a", "ǎ", "a", "à", "a", "ō", "o", "ó", "o", "ǒ", "o", "ò", "o", "ē", "e", "é", "e", "ě", "e", "è", "e",
	"ī", "i", "í", "i", "ǐ", "i", "ì", "i", "ū", "u", "ú", "u", "ǔ", "u", "ù", "u", "ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ü", "v",
	"ń", "n", "ň", "n", "ǹ", "n", "ḿ", "m", "ê", "e", "ế", "e", "ề", "e", "̄", "", "̌", "", "̀", "", "́", "")

func bare(marked string) string { return tones.Replace(marked) }

func folded(s string) string {
	switch {
	case strings.HasPrefix(s, "zh"), strings.HasPrefix(s, "ch"), strings.HasPrefix(s, "sh"):
		s = s[:1] + s[2:]
	}
	if strings.HasSuffix(s, "ng") && !strings.HasSuffix(s, "ong") {
		s = s[:len(s)-1]
	}
	return s
}
