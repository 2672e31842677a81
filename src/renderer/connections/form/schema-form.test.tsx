// @vitest-environment jsdom
import type { RJSFSchema } from '@rjsf/utils'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useMemo, useState } from 'react'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startText } from '../../text/language'
import { formSchemaOf } from './form-schema'
import { SchemaForm } from './schema-form'

/** jsdom measures nothing. */
class NoResize {
  observe() {}
  unobserve() {}
  disconnect() {}
}

beforeAll(() => {
  vi.stubGlobal('ResizeObserver', NoResize)
  startText('en')
})
afterEach(cleanup)

function Harness({ schema, onSubmit }: { schema: RJSFSchema; onSubmit: (value: unknown) => void }) {
  const [value, setValue] = useState<unknown>({})
  const made = useMemo(() => formSchemaOf(schema).schema ?? {}, [schema])
  return (
    <>
      <SchemaForm id="form" schema={made} value={value} onChange={setValue} onSubmit={onSubmit} />
      <button type="submit" form="form">
        Run
      </button>
    </>
  )
}

function draw(schema: RJSFSchema) {
  const onSubmit = vi.fn()
  render(<Harness schema={schema} onSubmit={onSubmit} />)
  return { onSubmit, user: userEvent.setup(), run: () => screen.getByRole('button', { name: 'Run' }) }
}

it('fills in defaults and sends text, numbers, choices and yes or no as what they are', async () => {
  const { onSubmit, user, run } = draw({
    type: 'object',
    properties: {
      city: { type: 'string' },
      days: { type: 'integer', default: 3 },
      unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
      hourly: { type: 'boolean' },
    },
    required: ['city'],
  })
  await user.type(screen.getByLabelText(/^city/), '上海')
  await user.selectOptions(screen.getByLabelText('unit'), 'fahrenheit')
  await user.click(screen.getByRole('checkbox', { name: 'hourly' }))
  await user.click(run())
  expect(onSubmit).toHaveBeenCalledWith({ city: '上海', days: 3, unit: 'fahrenheit', hourly: true })
})

it('sends nothing while something needed is missing, and says so beside the field', async () => {
  const { onSubmit, user, run } = draw({
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  })
  await user.click(run())
  expect(onSubmit).not.toHaveBeenCalled()
  const field = screen.getByLabelText(/^city/)
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByText('This is needed.')).toBeDefined()
})

it('adds items to a list and fields inside an object', async () => {
  const { onSubmit, user, run } = draw({
    type: 'object',
    properties: {
      tags: { type: 'array', items: { type: 'string' } },
      author: { type: 'object', properties: { name: { type: 'string' } } },
    },
  })
  await user.click(screen.getByRole('button', { name: 'Add an item' }))
  await user.type(screen.getByLabelText(/^tags-1/), 'urgent')
  await user.type(screen.getByLabelText('name'), 'Ada')
  await user.click(run())
  expect(onSubmit).toHaveBeenCalledWith({ tags: ['urgent'], author: { name: 'Ada' } })
})

it('takes several of a list where each may be chosen once', async () => {
  const { onSubmit, user, run } = draw({
    type: 'object',
    properties: {
      days: {
        type: 'array',
        uniqueItems: true,
        items: { type: 'string', enum: ['today', 'tomorrow', 'later'] },
      },
    },
  })
  await user.click(screen.getByRole('checkbox', { name: 'later' }))
  await user.click(screen.getByRole('checkbox', { name: 'today' }))
  await user.click(run())
  expect(onSubmit).toHaveBeenCalledWith({ days: ['today', 'later'] })
})

it('asks for the alternative first, then for its fields', async () => {
  const { onSubmit, user, run } = draw({
    type: 'object',
    properties: {
      target: {
        oneOf: [
          { title: 'File', type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
          { title: 'Number', type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
        ],
      },
    },
  })
  await user.selectOptions(screen.getByRole('combobox', { name: 'target' }), 'Number')
  await user.type(screen.getByLabelText(/^id/), '7')
  await user.click(run())
  expect(onSubmit).toHaveBeenCalledWith({ target: { id: 7 } })
})

it('says by itself which alternative it is where the schema fixes that, and chooses nothing nobody chose', async () => {
  const { onSubmit, user, run } = draw({
    type: 'object',
    properties: {
      level: {
        type: 'string',
        oneOf: [
          { const: 'low', title: 'Low' },
          { const: 'high', title: 'High' },
        ],
      },
      target: {
        oneOf: [
          {
            title: 'File',
            type: 'object',
            properties: { kind: { const: 'file' }, path: { type: 'string' } },
          },
          {
            title: 'Number',
            type: 'object',
            properties: { kind: { const: 'number' }, id: { type: 'integer' } },
          },
        ],
      },
    },
  })
  await user.selectOptions(screen.getByRole('combobox', { name: 'target' }), 'Number')
  await user.type(screen.getByLabelText(/^id/), '7')
  await user.click(run())
  expect(onSubmit).toHaveBeenCalledWith({ target: { kind: 'number', id: 7 } })
})

it('leaves out optional objects nobody filled in', async () => {
  const { onSubmit, user, run } = draw({
    type: 'object',
    properties: { author: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
  })
  await user.click(run())
  expect(onSubmit).toHaveBeenCalledWith({})
})

it('shows what a schema says as text, never as markup', () => {
  draw({
    type: 'object',
    properties: { city: { type: 'string', description: '<img src=x onerror=alert(1)>' } },
  })
  expect(document.querySelector('img')).toBeNull()
  expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeDefined()
})
