import { lazy, memo, Suspense } from 'react'
import { ErrorBoundary } from '../ui/error-boundary'
import { StrangerText } from './stranger'

/** What draws Markdown is large: it comes with the first answer. */
const Markdown = lazy(async () => ({ default: (await import('./markdown')).Markdown }))

interface AnswerProps {
  readonly text: string
  readonly isGrowing: boolean
}

/** What the model says: a stranger's words. As plain text until there is something to draw them, and where that breaks. */
export const Answer = memo(function Answer({ text, isGrowing }: AnswerProps) {
  const plain = (
    <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
      <StrangerText text={text} />
    </p>
  )
  return (
    <ErrorBoundary fallback={plain}>
      <Suspense fallback={plain}>
        <Markdown text={text} isGrowing={isGrowing} />
      </Suspense>
    </ErrorBoundary>
  )
})
