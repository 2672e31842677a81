import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'

interface BenchProps {
  readonly list: ReactNode
  /** What is chosen in the list, or what to do while nothing is. */
  readonly pane: ReactNode
  /** Something was chosen by the person: where there is room for one of the two, it is the pane. */
  readonly isChosen: boolean
  readonly backLabel: string
  readonly onBack: () => void
}

/** A list at the left and what is chosen in it at the right; where it is narrow, one of the two and the way back. */
export function Bench({ list, pane, isChosen, backLabel, onBack }: BenchProps) {
  return (
    <div className="@container/bench h-full">
      <div className="grid h-full grid-rows-[minmax(0,1fr)] @min-[640px]/bench:grid-cols-[minmax(190px,300px)_minmax(0,1fr)]">
        <div className={cn('grid min-h-0 min-w-0', isChosen && 'hidden @min-[640px]/bench:grid')}>{list}</div>
        <div className={cn('flex min-h-0 min-w-0 flex-col', !isChosen && 'hidden @min-[640px]/bench:flex')}>
          <div className="border-line border-b px-2 py-1 @min-[640px]/bench:hidden">
            <Button look="ghost" className="px-2" onClick={onBack}>
              <ArrowLeft aria-hidden className="size-3.5" />
              {backLabel}
            </Button>
          </div>
          <div className="grid min-h-0 flex-1">{pane}</div>
        </div>
      </div>
    </div>
  )
}
