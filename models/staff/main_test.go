package staff_test

import (
	"os"
	"testing"

	"shuangyong/models/db/dbtest"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }
