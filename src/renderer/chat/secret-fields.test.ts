import { expect, test } from 'vitest'
import { secretFields } from './secret-fields'

const asking = (properties: Record<string, unknown>) => secretFields({ type: 'object', properties })

test.each([
  ['password', {}],
  ['userPassword', {}],
  ['api_key', {}],
  ['x', { title: 'Your access token' }],
  ['x', { description: '请输入密码' }],
  ['x', { format: 'password' }],
  ['code', { title: '验证码' }],
  ['cardNumber', {}],
])('%s %j seems to ask for a secret', (name, field) => {
  expect(asking({ [name]: { type: 'string', ...field } })).toEqual([name])
})

test.each(['city', 'compass', 'shopping_list', 'keyword', 'pinned', 'email'])('%s does not', (name) => {
  expect(asking({ [name]: { type: 'string' } })).toEqual([])
})
