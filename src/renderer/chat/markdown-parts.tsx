import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ScrollFrame } from '../ui/scroll-frame'
import { StrangerLink } from './stranger-link'

interface PartProps {
  readonly children?: ReactNode
}

/** Headings of an answer are no headings of the window: all look alike and outrank nothing. */
function Heading({ children }: PartProps) {
  return <p className="pt-1 font-[620] text-md">{children}</p>
}

function Picture({ src, alt }: { src?: unknown; alt?: string | undefined }) {
  const { t } = useTranslation()
  const address = typeof src === 'string' ? src : ''
  return (
    <span className="rounded-sm bg-line px-1.5 py-0.5 text-muted text-sm">
      {t('chat.picture', { alt: alt || t('chat.pictureUnnamed') })}
      {address !== '' && <code className="ml-1.5 break-all font-mono text-xs">{address}</code>}
    </span>
  )
}

function Code({ children, className }: PartProps & { className?: string | undefined }) {
  // Of a block its frame has the look; only its language is told to the code in it.
  if (className?.includes('language-')) return <code>{children}</code>
  return <code className="rounded-xs bg-line px-1 py-px font-mono text-[0.92em]">{children}</code>
}

function Block({ children }: PartProps) {
  const { t } = useTranslation()
  return (
    <ScrollFrame
      label={t('chat.code')}
      className="max-h-96 overflow-auto rounded-md border border-line bg-bg px-2.5 py-2 [&_code]:bg-transparent [&_code]:p-0 [&_code]:text-xs"
    >
      <pre className="w-max min-w-full font-mono text-xs leading-[1.55]">{children}</pre>
    </ScrollFrame>
  )
}

function Table({ children }: PartProps) {
  const { t } = useTranslation()
  return (
    <ScrollFrame label={t('chat.table')} className="overflow-x-auto rounded-md border border-line">
      <table className="w-full text-sm">{children}</table>
    </ScrollFrame>
  )
}

/** The elements an answer is made of; everything else Markdown has is text. */
export const markdownParts = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  p: ({ children }: PartProps) => <p dir="auto">{children}</p>,
  strong: ({ children }: PartProps) => <strong className="font-[650]">{children}</strong>,
  em: ({ children }: PartProps) => <em>{children}</em>,
  ul: ({ children }: PartProps) => <ul className="grid list-disc gap-1 pl-5">{children}</ul>,
  ol: ({ children, start }: PartProps & { start?: number | undefined }) => (
    <ol start={start} className="grid list-decimal gap-1 pl-6">
      {children}
    </ol>
  ),
  li: ({ children }: PartProps) => <li>{children}</li>,
  blockquote: ({ children }: PartProps) => (
    <blockquote className="border-line-strong border-l-2 pl-3 text-muted">{children}</blockquote>
  ),
  a: ({ href, children }: PartProps & { href?: string | undefined }) => (
    <StrangerLink address={href ?? ''}>{children}</StrangerLink>
  ),
  img: Picture,
  code: Code,
  inlineCode: Code,
  pre: Block,
  table: Table,
  thead: ({ children }: PartProps) => <thead className="bg-line text-left">{children}</thead>,
  tbody: ({ children }: PartProps) => <tbody>{children}</tbody>,
  tr: ({ children }: PartProps) => <tr className="border-line border-b last:border-0">{children}</tr>,
  th: ({ children }: PartProps) => <th className="px-2 py-1 font-[550]">{children}</th>,
  td: ({ children }: PartProps) => <td className="px-2 py-1 align-top">{children}</td>,
  hr: () => <hr className="border-line" />,
  sup: ({ children }: PartProps) => <sup>{children}</sup>,
  sub: ({ children }: PartProps) => <sub>{children}</sub>,
  section: ({ children }: PartProps) => <section className="text-muted text-sm">{children}</section>,
}
