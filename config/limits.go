package config

// Limits are how many calls a minute are answered; 0 is as many as come. What is beyond is told when to come back (429).
type Limits struct {
	LoginsPerAccount int `key:"limit_logins_per_account" default:"20"`
	CallsPerAccount  int `key:"limit_calls_per_account" default:"240"`
	// An address can be a whole neighbourhood behind one mobile network, or a proxy that trusted_proxies forgot.
	LoginsPerAddress int `key:"limit_logins_per_address" default:"600"`
	CallsPerAddress  int `key:"limit_calls_per_address" default:"6000"`
}

func (c Config) checkLimits(problems *Problems) {
	const most = 1_000_000
	for key, n := range map[string]int{
		"limit_logins_per_account": c.Limits.LoginsPerAccount, "limit_calls_per_account": c.Limits.CallsPerAccount,
		"limit_logins_per_address": c.Limits.LoginsPerAddress, "limit_calls_per_address": c.Limits.CallsPerAddress,
	} {
		if n < 0 || n > most {
			problems.add(key, "it is no number of calls a minute", "Write a whole number up to a million, or 0 for no limit")
		}
	}
}
