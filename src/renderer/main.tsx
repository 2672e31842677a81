import './bridge/jitless'

// All else makes schemas while it loads, and by then zod must know.
void import('./window')
