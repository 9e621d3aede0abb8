// What a script sees: `chat`, `console` and `e`. It only takes notes; the session carries them out after the script.
// Evaluates to a function that takes the request as JSON and returns { e, finish }.
(function (inputText) {
  'use strict';
  var input = JSON.parse(inputText);
  var stringify = JSON.stringify;
  var maxItems = 200, maxLog = 1000, maxText = 32768;
  var result = { logs: [], flags: [], messages: [], triggers: [], actions: [], contexts: [], roles: {}, variables: {} };
  var flags = {}, listeners = [], before = {}, i;

  function add(list, item) {
    if (list.length >= maxItems) {
      throw new RangeError('A script may not do this more than ' + maxItems + ' times.');
    }
    list[list.length] = item;
  }

  function text(value, what) {
    if (value === undefined || value === null || String(value) === '') {
      throw new TypeError(what + ' is missing.');
    }
    value = String(value);
    if (value.length > maxText) {
      throw new RangeError(what + ' is longer than ' + maxText + ' characters.');
    }
    return value;
  }

  function message(role) {
    return function (words) { add(result.messages, { role: role, text: text(words, 'The text') }); };
  }

  function change(flag, options) {
    flag = text(flag, 'The flag');
    var item = { flag: flag };
    if (options && options.messages !== undefined) { item.messages = Number(options.messages); }
    if (options && options.seconds !== undefined) { item.seconds = Number(options.seconds); }
    add(result.flags, item);
    var name = flag.replace(/^!/, '').toLowerCase(), dot = name.indexOf('.'), key = dot < 0 ? name : name.substring(0, dot), other;
    if (flag.charAt(0) === '!') {
      delete flags[name];
      for (other in flags) { if (dot < 0 && other.indexOf(key + '.') === 0) { delete flags[other]; } }
    } else {
      for (other in flags) { if (dot >= 0 && other.indexOf(key + '.') === 0) { delete flags[other]; } }
      flags[name] = true;
    }
  }

  function trigger(wait) {
    return function (name) {
      add(result.triggers, { name: text(name, 'The trigger'), arguments: Array.prototype.slice.call(arguments, 1), wait: wait });
    };
  }

  function log(level) {
    return function () {
      var line = '', value, j;
      if (result.logs.length > maxItems) { return; }
      for (j = 0; j < arguments.length; j++) {
        value = arguments[j];
        value = typeof value === 'object' && value !== null ? stringify(value) : String(value);
        line += (j > 0 ? ' ' : '') + (value.length > maxLog ? value.substring(0, maxLog) + '…' : value);
        if (line.length > maxLog) { line = line.substring(0, maxLog) + '…'; break; }
      }
      if (result.logs.length < maxItems) {
        result.logs[result.logs.length] = { level: level, message: line };
      } else if (result.logs.length === maxItems) {
        result.logs[maxItems] = { level: 'warn', message: 'More was logged than is kept.' };
      }
    };
  }

  for (i = 0; i < input.flags.length; i++) { flags[input.flags[i].toLowerCase()] = true; }
  for (i in input.variables) { before[i] = stringify(input.variables[i]); }

  var chat = {
    character: { id: input.characterId, name: input.characterName },
    user: { name: input.playerName },
    time: input.chatTime,
    roles: input.roles,
    variables: input.variables,
    get: function (name) { return input.variables[name]; },
    set: function (name, value) { input.variables[name] = value; },
    setFlag: change,
    setFlags: function () {
      var all = arguments.length === 1 && Array.isArray(arguments[0]) ? arguments[0] : arguments, j;
      for (j = 0; j < all.length; j++) { change(all[j]); }
    },
    unsetFlag: function (flag) { change('!' + text(flag, 'The flag').replace(/^!/, '')); },
    hasFlag: function (flag) { return flags[String(flag).toLowerCase()] === true; },
    note: message('Note'),
    secret: message('Secret'),
    event: message('Event'),
    instructions: message('Instructions'),
    userMessage: message('User'),
    characterMessage: message('Assistant'),
    appTrigger: trigger(false),
    queueAppTrigger: trigger(true),
    triggerAction: function (name) { add(result.actions, text(name, 'The action')); },
    setContext: function (key, words) {
      add(result.contexts, { key: text(key, 'The key'), text: words === undefined || words === null || words === '' ? '' : text(words, 'The context') });
    },
    setRoleEnabled: function (role, enabled) { result.roles[text(role, 'The role')] = enabled !== false; },
    addEventListener: function (name, listener) {
      if (typeof listener !== 'function') { throw new TypeError('The listener is no function.'); }
      add(listeners, { name: String(name), listener: listener });
    },
  };
  chat.on = chat.addEventListener;

  var e = {
    name: input.eventName || input.name,
    arguments: input.arguments,
    getArgument: function (name) { return input.arguments[name]; },
    character: chat.character,
    message: { text: input.messageText || '' },
  };

  return {
    chat: chat,
    console: { log: log('log'), info: log('info'), warn: log('warn'), error: log('error'), debug: log('debug') },
    e: e,
    raise: function () {
      for (var j = 0; j < listeners.length; j++) {
        if (listeners[j].name === e.name) { listeners[j].listener(e); }
      }
    },
    finish: function () {
      var name, now;
      for (name in input.variables) {
        now = stringify(input.variables[name]);
        if (now !== before[name]) { result.variables[name] = now === undefined ? null : input.variables[name]; }
      }
      for (name in before) {
        if (!(name in input.variables)) { result.variables[name] = null; }
      }
      return stringify(result);
    },
  };
})
