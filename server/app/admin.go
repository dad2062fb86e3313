package app

import (
	"context"
	"encoding/json"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// probe looks at one thing that the program needs.
type probe struct {
	name string
	look func(context.Context) error
}

// admin is the listener for operators: it says whether the process lives, whether all it needs is there, and what it counted.
type admin struct {
	probes   []probe
	stopping atomic.Bool
}

func (a *admin) handler(registry *prometheus.Registry) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", a.healthy)
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return mux
}

// healthy answers 200 as long as the program takes messages. One that stops no longer does, so that a balancer sends them elsewhere meanwhile.
func (a *admin) healthy(w http.ResponseWriter, _ *http.Request) {
	if a.stopping.Load() {
		http.Error(w, "stopping", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// ready answers 200 when everything is there, and 503 with what is missing. A program that is not ready still answers citizens, with what it has in
// memory or a sentence that says so; a balancer should look at /healthz, and people at /readyz.
func (a *admin) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	state, status := map[string]string{}, http.StatusOK
	for _, p := range a.probes {
		state[p.name] = "ok"
		if p.look(ctx) != nil {
			state[p.name], status = "down", http.StatusServiceUnavailable
		}
	}
	if a.stopping.Load() {
		state["program"], status = "stopping", http.StatusServiceUnavailable
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(state)
}
