package station_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/geo"
	"shuangyong/models/station"
)

func county() []station.Station {
	make := func(code string, level station.Level, path station.Path, short, name string, lat, lng float64, services string) station.Station {
		return station.Station{
			ID: uuid.NewSHA1(uuid.NameSpaceOID, []byte(path)), Code: code, Level: level, Path: path, ShortName: short,
			Name: name, Lat: lat, Lng: lng, Services: services, Address: short + "大院",
		}
	}
	return []station.Station{
		make("990100103", station.Town, "990100/990100103/", "西街服务站", "西街街道退役军人服务站", 31.20, 121.40, "优待证"),
		make("990100101001", station.Village, "990100/990100101/990100101001/", "东街社区服务站", "东街社区退役军人服务站", 31.21, 121.51, ""),
		make("990100101", station.Town, "990100/990100101/", "东街服务站", "东街街道退役军人服务站", 31.20, 121.50, "优待证 信访接待"),
		make("990100", station.City, "990100/", "市中心", "云溪市退役军人服务中心", 31.23, 121.47, "优待证 法律援助"),
	}
}

func names(near []station.Near) []string {
	all := []string{}
	for _, n := range near {
		all = append(all, n.ShortName)
	}
	return all
}

func TestDirectoryFinds(t *testing.T) {
	d := station.DirectoryOf(county())
	require.Equal(t, "市中心", d.Root().ShortName)
	s, ok := d.ByPath("990100/990100101/")
	require.True(t, ok)
	byID, ok := d.ByID(s.ID)
	require.True(t, ok)
	require.Equal(t, s, byID)
	_, ok = d.ByPath("990100/9901")
	require.False(t, ok, "part of a code is no path")
	_, ok = d.ByID(uuid.Nil)
	require.False(t, ok)

	here := geo.Point{Lat: 31.20, Lng: 121.5001}
	near := d.Nearest(here, 2)
	require.Equal(t, []string{"东街服务站", "东街社区服务站"}, names(near))
	require.InDelta(t, 9.5, near[0].Metres, 0.5)
	require.Equal(t, []string{"东街服务站", "市中心", "西街服务站"}, names(d.WithService("优待证", &here, 5)))
	require.Equal(t, []string{"市中心", "西街服务站"}, func() []string {
		n := names(d.WithService("优待证", nil, 3))
		return []string{n[0], n[2]}
	}(), "without a place: from the top down")
	require.Empty(t, d.WithService("优待", nil, 3), "only whole words count")
}

func TestDirectorySearches(t *testing.T) {
	d := station.DirectoryOf(county())
	require.Equal(t, []string{"东街服务站", "东街社区服务站"}, names(d.Search("东街", 5)), "the higher one first")
	require.Equal(t, []string{"东街社区服务站"}, names(d.Search("东街社区", 5)))
	require.Equal(t, "西街服务站", names(d.Search("西街那个服务站", 1))[0], "what resembles it")
	require.Empty(t, d.Search("医院", 5))
	require.Empty(t, d.Search("", 5))
	require.Empty(t, d.Search("东街", 0))
}

func TestEmptyDirectoryFindsNothing(t *testing.T) {
	d := station.NewDirectory(nil)
	require.Empty(t, d.Root().Name)
	require.Empty(t, d.Nearest(geo.Point{}, 3))
	require.Empty(t, d.Search("东街", 3))
	require.Empty(t, d.WithService("优待证", nil, 3))
}

func TestBoundsHoldExactlyWhatIsWithin(t *testing.T) {
	from, before := station.Path("990100/990101/").Bounds()
	for path, in := range map[string]bool{
		"990100/990101/": true, "990100/990101/001/": true, "990100/9901010/": false, "990100/990102/": false, "990100/": false, "990100/990100/": false,
	} {
		require.Equal(t, in, path >= from && path < before, path)
		require.Equal(t, in, station.Path(path).Within("990100/990101/"), path)
	}
	from, before = station.Path("").Bounds()
	require.True(t, "990100/" >= from && "990100/" < before)
}
