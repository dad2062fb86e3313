package desk

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/page"
	"shuangyong/handlers/reply"
	"shuangyong/models/person"
)

// ListReviews are the pairs in the caller's part of the tree that could be one person.
func (d *Door) ListReviews(c *gin.Context, params ListReviewsParams) {
	at, err := page.Of(params.Limit, params.Cursor)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	pairs, err := d.o.People.Pairs(c.Request.Context(), officer(c).Scope(), at.After, at.Limit)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := ReviewList{Items: make([]ReviewPair, len(pairs)), Next: at.Next(len(pairs), func() uuid.UUID { return pairs[len(pairs)-1].Review.ID })}
	for i, p := range pairs {
		answer.Items[i] = reviewPair(p)
	}
	c.JSON(http.StatusOK, answer)
}

func reviewPair(p person.Pair) ReviewPair {
	return ReviewPair{
		ID: p.Review.ID, Certainty: ReviewPairCertainty(p.Certainty), Reasons: strings.Fields(p.Reasons), State: ReviewPairState(p.State),
		ApprovalID: p.ApprovalID, CreatedAt: instant(p.Review.CreatedAt), A: personLine(p.A), B: personLine(p.B),
	}
}
