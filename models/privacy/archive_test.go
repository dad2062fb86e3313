package privacy_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db/dbtest"
	"shuangyong/models/privacy"
	"shuangyong/models/seal"
)

func unzip(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	require.NoError(t, err)
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		raw, err := io.ReadAll(r)
		require.NoError(t, err)
		all[f.Name] = string(raw)
	}
	return all
}

func TestACopyOpensAndWhatSomebodyTypedIsText(t *testing.T) {
	const typed = `<script>alert(1)</script>" onload="x 第一行` + "\n第二行"
	var r privacy.Record
	r.Add("body", "您写的", seal.Text(typed))
	r.Add("empty", "没有的", "")
	file, err := privacy.Archive([]privacy.Section{
		{Code: "petitions", Title: "反映的诉求", Records: []privacy.Record{r}}, {Code: "applications", Files: []privacy.Attachment{{Name: "照片/1.jpg", Body: "\xff\xd8"}}}, {Code: "cards", Title: "优待证"},
	}, privacy.Whose{Bureau: "某市退役军人事务局", Phone: "0640-5550100", Made: dbtest.Start()})
	require.NoError(t, err)
	all := unzip(t, file)
	require.Len(t, all, 3)
	require.Equal(t, "\xff\xd8", all["照片/1.jpg"])
	page := all["我的资料.html"]
	require.NotContains(t, page, "<script")
	require.NotContains(t, page, "http://")
	for _, want := range []string{"反映的诉求", "&lt;script&gt;alert(1)", "第二行", "0640-5550100", "没有。", "2026年11月23日"} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "没有的")
	var data struct {
		Data map[string][]map[string]string `json:"data"`
	}
	require.NoError(t, json.Unmarshal([]byte(all["data.json"]), &data))
	require.Equal(t, []map[string]string{{"body": typed}}, data.Data["petitions"])
	require.Empty(t, data.Data["cards"])
}
