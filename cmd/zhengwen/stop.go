package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// stopper turns SIGINT, SIGTERM and the deadline into a stop in good order. A
// second signal cancels what is running.
type stopper struct {
	once    sync.Once
	stopped chan struct{}
	done    chan struct{}
	signals chan os.Signal

	mu       sync.Mutex
	sig      os.Signal
	deadline bool
	graceful bool // somebody looks at the channel
	cancel   context.CancelFunc
}

func newStopper(cancel context.CancelFunc) *stopper {
	s := &stopper{stopped: make(chan struct{}), done: make(chan struct{}), signals: make(chan os.Signal, 2), cancel: cancel}
	signal.Notify(s.signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		for {
			select {
			case sig := <-s.signals:
				s.caughtSignal(sig)
			case <-s.done:
				return
			}
		}
	}()
	return s
}

func (s *stopper) caughtSignal(sig os.Signal) {
	s.mu.Lock()
	again := s.sig != nil || !s.graceful
	if s.sig == nil {
		s.sig = sig
	}
	s.mu.Unlock()
	s.once.Do(func() { close(s.stopped) })
	if again {
		s.cancel()
	}
}

// channel returns what is closed when the run is to stop in good order.
func (s *stopper) channel() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.graceful = true
	return s.stopped
}

// after stops the run in good order when the time is up.
func (s *stopper) after(d time.Duration) *time.Timer {
	return time.AfterFunc(d, func() {
		s.mu.Lock()
		s.deadline = s.sig == nil
		s.mu.Unlock()
		s.once.Do(func() { close(s.stopped) })
	})
}

// stop gives the signals back.
func (s *stopper) stop() {
	signal.Stop(s.signals)
	close(s.done)
}

// caught reports whether a signal came.
func (s *stopper) caught() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sig != nil
}

// deadlineReached reports whether it was the deadline that stopped the run.
func (s *stopper) deadlineReached() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.deadline
}

// code is the exit code of a stop by signal.
func (s *stopper) code() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sig == syscall.SIGTERM {
		return exitTerminated
	}
	return exitInterrupted
}

// explain says in the user's words that a signal cancelled what was running.
func (s *stopper) explain(err error) error {
	var e *exitError
	if err == nil || errors.As(err, &e) || !s.caught() || !errors.Is(err, context.Canceled) {
		return err
	}
	return &exitError{code: s.code(), err: fmt.Errorf("stopped by %s; earlier output is untouched", s.name())}
}

func (s *stopper) name() string {
	if s.code() == exitTerminated {
		return "SIGTERM"
	}
	return "SIGINT"
}
