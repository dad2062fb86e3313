package seed

import (
	"fmt"

	"shuangyong/models/clock"
)

// The three number ranges are invented so that they pass every check of form and still belong to nobody.

// perRegion is how many people share a region code: an identity number has three digits for the order among those born on one day, odd
// for men and even for women, so 499 of each sex are told apart whatever their birthdays.
const perRegion = 499

// regionOf is the region code of the n-th person's identity number: the city's own first, then its neighbours, all with the prefix 99
// (see RegionCode).
func regionOf(n int) string {
	const counties = 79 // 21–99
	r := n / perRegion
	return fmt.Sprintf("99%02d%02d", 1+r/counties, 21+(60+r%counties)%counties)
}

// identityNumber is the 公民身份号码 of the n-th person (GB 11643): region, birthday, order, check digit. Two people never share one.
func identityNumber(n int, born clock.Date, female bool) string {
	order := 2*(n*211%perRegion) + 1 // 499 is prime, so a step of 211 meets every order once
	if female {
		order++
	}
	b := string(born)
	body := fmt.Sprintf("%s%s%s%s%03d", regionOf(n), b[:4], b[5:7], b[8:], order)
	return body + string(identityCheck(body))
}

// identityCheck is the check digit of the first 17 digits, GB 11643.
func identityCheck(body string) byte {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(body[i]-'0')
	}
	return "10X98765432"[sum%11]
}

// mobile is the n-th person's phone: right in form (^1[3-9]\d{9}$), but in 1540, a range that no operator has been given to our knowledge.
// The last digits look thrown; they are a permutation, so nobody shares one by accident.
func mobile(n int) string {
	const space = 10_000_000
	return fmt.Sprintf("1540%07d", (n*7368787+4_021_963)%space)
}

// landline is the n-th public number of the city. Numbers below 1,000 are the stations', the rest the shops'.
func landline(n int) string {
	if n < 1000 {
		return fmt.Sprintf("%s-5550%03d", areaCode, n)
	}
	return fmt.Sprintf("%s-%07d", areaCode, 6_000_000+(n*389_171)%3_999_999)
}
