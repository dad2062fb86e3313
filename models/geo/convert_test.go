package geo_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/geo"
)

// The pairs are the test vectors and examples that eviltransform and coordtransform publish for the same polynomial.
func TestKnownConversions(t *testing.T) {
	for _, x := range []struct {
		from geo.WGS84
		want geo.Point
	}{
		{geo.WGS84{Lat: 31.1774276, Lng: 121.5272106}, geo.Point{Lat: 31.17530398364597, Lng: 121.531541859215}},
		{geo.WGS84{Lat: 22.543847, Lng: 113.912316}, geo.Point{Lat: 22.540796131694766, Lng: 113.9171764808363}},
		{geo.WGS84{Lat: 39.911954, Lng: 116.377817}, geo.Point{Lat: 39.91334545536069, Lng: 116.38404722455657}},
		{geo.WGS84{Lat: 39.915, Lng: 116.404}, geo.Point{Lat: 39.91640428150164, Lng: 116.41024449916938}},
	} {
		require.Less(t, geo.Metres(x.want, geo.FromWGS84(x.from)), 0.01, "%v", x.from)
	}
	baidu := geo.FromBD09(geo.BD09{Lat: 39.915, Lng: 116.404})
	require.Less(t, geo.Metres(geo.Point{Lat: 39.90865673957631, Lng: 116.39762729119315}, baidu), 0.01)

	abroad := geo.WGS84{Lat: 48.8584, Lng: 2.2945}
	require.Equal(t, geo.Point(abroad), geo.FromWGS84(abroad), "no offset outside China")
	require.Equal(t, geo.Point(abroad), geo.FromBD09(geo.BD09(abroad)))
}

func TestConversionsGoThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := geo.WGS84{Lat: rapid.Float64Range(18, 53).Draw(t, "lat"), Lng: rapid.Float64Range(74, 135).Draw(t, "lng")}
		p := geo.FromWGS84(w)
		off := geo.Metres(geo.Point(w), p)
		require.Greater(t, off, 1.0)
		require.Less(t, off, 1500.0)
		back := geo.ToWGS84(p)
		require.Less(t, geo.Metres(geo.Point(w), geo.Point(back)), 0.01)
	})
}
