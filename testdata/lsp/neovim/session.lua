-- Run by NeovimIT: nvim --headless -u INIT -c 'luafile session.lua', where INIT is what docs/editors/neovim.md says. What was
-- seen goes to the file OUT, a line of JSON each.
local out = io.open(vim.env.OUT, 'w')
local function tell(what, seen)
  out:write(vim.json.encode({ what = what, seen = seen }), '\n')
  out:flush()
end

local function fail(why)
  tell('failed', why)
  vim.cmd('cquit')
end

local function await(what, condition)
  if not vim.wait(30000, condition, 20) then fail('nothing came of ' .. what) end
end

local ok, failure = pcall(function()
  vim.cmd('edit ' .. vim.env.FILE)
  local client
  await('the start', function()
    local attached = vim.lsp.get_clients and vim.lsp.get_clients() or vim.lsp.get_active_clients()
    client = attached[1] and attached[1].initialized and attached[1].id
    return client
  end)

  -- diagnostics: of the text as it was opened, and none after it is mended
  await('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, { line = each.lnum, column = each.col, message = each.message, code = each.code })
  end
  tell('diagnostics', found)
  vim.api.nvim_buf_set_lines(0, 4, 5, true, { '      then: last' })
  await('the mended text', function() return #vim.diagnostic.get(0) == 0 end)

  local function ask(method, line, column, more)
    local params = vim.tbl_extend('force', {
      textDocument = vim.lsp.util.make_text_document_params(),
      position = { line = line, character = column },
    }, more or {})
    local answers, why = vim.lsp.buf_request_sync(0, method, params, 30000)
    if why or not answers[client] or answers[client].err then
      fail(method .. ': ' .. vim.inspect(why or answers))
    end
    return answers[client].result
  end

  tell('hover', ask('textDocument/hover', 2, 5).contents.value)

  local labels = {}
  for _, item in ipairs(vim.lsp.util.extract_completion_items(ask('textDocument/completion', 4, 12))) do
    table.insert(labels, item.label)
  end
  tell('completion', labels)

  vim.api.nvim_win_set_cursor(0, { 6, 5 })
  vim.lsp.buf.rename('final')
  await('the new name', function() return vim.api.nvim_buf_get_lines(0, 4, 5, true)[1] == '      then: final' end)
  tell('rename', vim.api.nvim_buf_get_lines(0, 0, -1, true))

  vim.lsp.stop_client(client)
  await('the goodbye', function() return vim.lsp.get_client_by_id(client) == nil end)
  tell('ended', true)
end)
if not ok then fail(failure) end
vim.cmd('qall!')
