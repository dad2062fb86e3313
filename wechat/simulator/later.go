package simulator

// later queues what WeChat reports by itself; s.mu is held.
func (s *Simulator) later(m Message) { s.queue = append(s.queue, m) }
