import { Component, type ReactNode } from 'react'

interface ErrorBoundaryProps {
  /** Shown in place of what broke. */
  readonly fallback: ReactNode
  readonly children: ReactNode
}

/** Keeps what breaks inside from taking the window with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children
  }
}
