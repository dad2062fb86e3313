// Package understand reads one Chinese message and says what its writer wants: an intent, slots and flags. It is pure and fast.
//
// Two parts work together. Precise rules read what has a form (numbers, lines, codes, dates, control words, the phrases of a crisis); a
// classifier weighs everything else over character n-grams, toneless pinyin n-grams and the concepts of lexicon.tsv. Its weights are learnt
// in New from the embedded examples, so that whoever adds an example to a readable file has taught the program. Candidates are exposed with
// their probabilities for whoever wants to put another judge beside it.
package understand

// Slots are the words of the contract; values are normalised (五路 → "5路", codes upper case, dates YYYY-MM-DD, times HH:MM or a part of day).
const (
	SlotTopic    = "topic"
	SlotCategory = "category"
	SlotPlace    = "place"
	SlotLine     = "line"
	SlotStop     = "stop"
	SlotDate     = "date"
	SlotTime     = "time"
	SlotCode     = "code"
	SlotService  = "service"
	SlotKind     = "kind" // of a crisis: self_harm, violence, medical, escalation
	SlotFor      = "for"  // self, father, mother, spouse, child, other
)

// Intents that the rules of this package treat specially; all others are listed in Intents.
const (
	Unknown = "unknown"
	Crisis  = "crisis"
)

// Kinds of a crisis. Escalation (再不管我就去北京) is met with respect and an invited visit, never with a help line.
const (
	SelfHarm   = "self_harm"
	Violence   = "violence"
	Medical    = "medical"
	Escalation = "escalation"
)

// LastChoice is the Choice of 最后一个.
const LastChoice = -1

// Understanding is what one message means.
type Understanding struct {
	Intent     string            // one of Intents
	Confidence float64           // 0…1, a probability for what the classifier decided, 1 for what a rule decided
	Slots      map[string]string // nil when there are none; only the keys above
	Also       []string          // further wishes in the same message, in the order they were said
	Candidates []Candidate       // the classifier's best guesses, best first, at most five; empty for what a rule decided

	// Answers to what the program asked. They stand beside Intent, which is unknown when the message is nothing but the answer.
	Yes, No, More bool
	Choice        int    // 1… for a bare number or ordinal, LastChoice for 最后一个, 0 for none
	Digits        string // the digits of a message that is nothing but digits: a number, the tail of a phone

	Fraud    bool   // someone wants money, a code or a click for what is free
	Abuse    bool   // insults; met calmly, counted and nothing else
	Secrets  []Span // unit numbers, code names and garrison places, as byte offsets into the text as it was written
	Personal []Span // identity, phone and bank card numbers, likewise; no code is read from them
}

// Candidate is one guess of the classifier.
type Candidate struct {
	Intent      string
	Probability float64
}

// Span is a half-open range of bytes.
type Span struct{ Start, End int }

// Intents lists every intent of the contract.
func Intents() []string {
	return []string{
		"greet", "thanks", "help", "human", "cancel", "back", "repeat",
		"shop.nearby", "shop.search", "shop.join", "shop.complain",
		"bus.concession", "bus.routes", "bus.arrivals", "bus.code", "bus.plan",
		"petition.file", "petition.progress", "petition.rules", "petition.rate", "petition.review",
		"appointment.book", "appointment.mine", "appointment.cancel", "appointment.reschedule", "appointment.queue",
		"benefit.mine", "benefit.ask", "card.apply", "card.progress", "payment.when", "station.find",
		"identity.verify", "family.bind", "aid.request", "event.find", "honor.view", "privacy", Crisis, Unknown,
	}
}
