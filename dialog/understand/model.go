package understand

import "math"

// maxClasses bounds the classes so that a row of weights is an array of fixed size.
const maxClasses = 48

type row [maxClasses]float32

// model is multinomial logistic regression over binary features, learnt by stochastic gradient descent with AdaGrad steps. It is small
// enough to learn when the program starts, always in the same order, so that the same examples give the same weights.
type model struct {
	classes []string
	keys    []uint32 // open addressing: feature → place, 0 = empty
	places  []uint32
	weights []row
	mask    uint32
}

// sample is one example for learning.
type sample struct {
	class    int
	features []uint32
}

const (
	epochs   = 6
	stepSize = 0.7
	settled  = 0.9 // an example that is this sure teaches nothing in this round
)

func learn(classes []string, samples []sample) *model {
	m := &model{classes: classes}
	m.index(samples)
	type known struct {
		class int
		rows  []uint32
	}
	prepared := make([]known, len(samples))
	for i, s := range samples {
		prepared[i] = known{s.class, m.rows(s.features, nil)}
	}
	pace := make([]float32, len(m.weights)) // AdaGrad: one accumulator a feature
	var scores row
	order := shuffled(len(prepared))
	rests := make([]uint8, len(prepared)) // rounds for which an example may rest; longer each time it needed nothing
	due := make([]uint8, len(prepared))
	for round := range uint8(epochs) {
		for _, i := range order {
			switch {
			case due[i] > round:
			case m.step(prepared[i].class, prepared[i].rows, pace, &scores):
				rests[i] = 0
			default:
				rests[i] = 2*rests[i] + 1
				due[i] = round + 1 + rests[i]
			}
		}
	}
	return m
}

// step corrects the weights by one example, and says whether there was anything to correct.
func (m *model) step(class int, rows []uint32, pace []float32, p *row) bool {
	value := m.probabilities(rows, p)
	if p[class] >= settled {
		return false
	}
	p[class]--
	norm := float32(0)
	for i := range m.classes {
		norm += p[i] * p[i]
	}
	norm *= value * value
	for _, place := range rows {
		pace[place] += norm
		rate := stepSize * value / float32(math.Sqrt(float64(pace[place])+1e-8))
		w := &m.weights[place]
		for i := 0; i < maxClasses; i += 4 {
			w[i] -= rate * p[i]
			w[i+1] -= rate * p[i+1]
			w[i+2] -= rate * p[i+2]
			w[i+3] -= rate * p[i+3]
		}
	}
	return true
}

// index gives a place to every feature that occurs more than once.
func (m *model) index(samples []sample) {
	total := 0
	for _, s := range samples {
		total += len(s.features)
	}
	size := uint32(1)
	for int(size) < total {
		size *= 2
	}
	counts := make([]uint8, size)
	m.keys, m.mask = make([]uint32, size), size-1
	kept := uint32(0)
	for _, s := range samples {
		for _, f := range s.features {
			at := m.slot(f)
			m.keys[at] = f
			if counts[at] < 2 {
				if counts[at]++; counts[at] == 2 {
					kept++
				}
			}
		}
	}
	m.shrink(counts, kept)
}

func (m *model) shrink(counts []uint8, kept uint32) {
	all := m.keys
	size := uint32(1024)
	for size < kept*2 {
		size *= 2
	}
	m.keys, m.places, m.mask = make([]uint32, size), make([]uint32, size), size-1
	m.weights = make([]row, 0, kept)
	for i, f := range all {
		if f != 0 && counts[i] >= 2 {
			at := m.slot(f)
			m.keys[at], m.places[at] = f, uint32(len(m.weights))
			m.weights = append(m.weights, row{})
		}
	}
}

func (m *model) slot(feature uint32) uint32 {
	at := feature & m.mask
	for m.keys[at] != 0 && m.keys[at] != feature {
		at = (at + 1) & m.mask
	}
	return at
}

func (m *model) rows(features []uint32, into []uint32) []uint32 {
	for _, f := range features {
		if at := m.slot(f); m.keys[at] == f {
			into = append(into, m.places[at])
		}
	}
	return into
}

// probabilities fills p and returns the value that each feature has in a message of so many.
func (m *model) probabilities(rows []uint32, p *row) (value float32) {
	*p = row{}
	value = float32(1 / math.Sqrt(float64(max(len(rows), 1))))
	for _, place := range rows {
		w := &m.weights[place]
		for i := 0; i < maxClasses; i += 4 { // four at a time: here goes most of the time of New and of Read
			p[i] += w[i]
			p[i+1] += w[i+1]
			p[i+2] += w[i+2]
			p[i+3] += w[i+3]
		}
	}
	best := float32(math.Inf(-1))
	for i := range m.classes {
		p[i] *= value
		best = max(best, p[i])
	}
	sum := float32(0)
	for i := range m.classes {
		p[i] = float32(math.Exp(float64(p[i] - best)))
		sum += p[i]
	}
	for i := range m.classes {
		p[i] /= sum
	}
	for i := len(m.classes); i < maxClasses; i++ {
		p[i] = 0
	}
	return value
}

// shuffled is a fixed permutation of 0…n-1.
func shuffled(n int) []int {
	order := make([]int, n)
	state := uint32(20260101)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		state = state*1664525 + 1013904223
		j := int((uint64(state) * uint64(i+1)) >> 32)
		order[i], order[j] = order[j], order[i]
	}
	return order
}
